"""Words to count letters in and to turn round: common ones, and invented ones so that none is special."""

from __future__ import annotations

import random
import string

COMMON = tuple(
    """strawberry banana apple orange cherry lemon melon grape peach mango tomato potato carrot onion garlic pepper cucumber
pumpkin spinach broccoli lettuce cabbage celery radish pizza burger cheese butter bread cookie chocolate vanilla coffee tea
water juice milk sugar honey garden flower tulip rose forest river mountain valley ocean island desert meadow bridge castle
tower village city street market school teacher student doctor nurse lawyer farmer baker painter singer dancer writer driver
pilot sailor soldier engineer computer keyboard monitor printer browser internet network program software hardware window
mirror curtain pillow blanket mattress bottle glass spoon fork knife plate bowl kettle oven bicycle motorcycle airplane
helicopter train station airport harbor ship boat tractor truck engine wheel summer winter autumn spring january february
april august september october november december morning evening night midnight holiday elephant giraffe monkey tiger lion
leopard zebra horse donkey rabbit squirrel hamster parrot eagle penguin dolphin whale shark octopus turtle lizard snake frog
spider beetle butterfly dragonfly mosquito puzzle guitar violin piano trumpet drum music theater cinema museum library gallery
stadium football baseball basketball tennis hockey swimming running letter number mississippi tennessee california alaska
hawaii london paris berlin madrid vienna rome athens tokyo parallel committee success address embarrass occurrence necessary
beginning different happiness assessment balloon bubble coffeepot raccoon bookkeeper llama hello world queen king prince
princess wizard dragon knight sword shield treasure pirate captain anchor rocket planet galaxy comet meteor gravity quantum
energy magnet crystal diamond silver golden copper marble velvet cotton leather purple yellow green orange indigo violet
crimson scarlet history science physics biology chemistry algebra geometry language grammar sentence paragraph chapter novel
poem story level radar civic noon kayak racecar rotor stats minimum maximum average problem reason thought question riddle
secret mystery detective lantern candle shadow thunder lightning blizzard tornado hurricane umbrella raincoat sweater jacket
trousers sandals slippers necklace bracelet earring perfume hammer ladder shovel bucket barrel basket package envelope
postcard calendar notebook pencil eraser ruler scissors compass telescope ponder deepseek webgpu model token reasoning moon
sun star cat dog bird fish tree house car mouse phone paper chair table door floor wall roof kitchen bedroom bathroom
country people family mother father brother sister friend animal nature weather cloud rain snow wind fire earth stone sand
metal wood plastic rubber leaf root seed fruit vegetable dinner lunch breakfast sandwich soup salad pasta rice chicken""".split()
)
TEMPLATE = tuple(
    """what which who how many much is are was the of and in to from with by for than or if you get have has does do it there they each all
add plus sum total subtract minus take away left less multiply times product divide divided remainder compare larger bigger greater smaller
number numbers word words letter letters count reverse backwards sort order list ascending descending smallest largest solve equation find
value today tomorrow yesterday after before day days week weeks monday tuesday wednesday thursday friday saturday sunday please thanks hello
calculate compute tell give write spell step equal answer more now together friends boxes apples books dollars tom anna ben good wait check
again tiny model page help cannot whole decimals small short problems load real button train need work out result""".split()
)
"""Words that the tokenizer holds whole: they have to be known by heart, so they are practised too."""
_ONSETS = "b c d f g h l m n p r s t st tr k v z qu ch w j pp ll ss tt rr".split()
_ENDS = ("", "", "n", "r", "s", "l", "ee")
LONGEST = 12


def draw_word(chance: random.Random) -> str:
    """A word of 2 to 12 small letters: mostly real, else pronounceable, else any letters."""
    roll = chance.random()
    if roll < 0.07:
        return chance.choice(TEMPLATE)
    if roll < 0.45:
        return chance.choice(COMMON)
    length = min(LONGEST, max(2, round(chance.gauss(6.5, 2.3))))
    if roll < 0.75:
        word = ""
        while len(word) < length:
            word += chance.choice(_ONSETS) + chance.choice("aaeeeiioouy") + chance.choice(_ENDS)
        return word[:LONGEST]
    return "".join(chance.choice(string.ascii_lowercase) for _ in range(length))


def quote(chance: random.Random, word: str) -> str:
    """The word as a person would set it off in a question."""
    roll = chance.random()
    if roll < 0.12:
        word = word.capitalize() if roll < 0.09 else word.upper()
    return chance.choice(("{}", "{}", "{}", '"{}"', '"{}"', "'{}'", "the word {}", "the word {}", 'the word "{}"', "the word '{}'", "“{}”", "`{}`")).format(word)
