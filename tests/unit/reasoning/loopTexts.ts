/** A loop: what stands before it, and its copies, which may count. */
interface Loop {
  readonly before: string
  readonly copy: (index: number) => string
}

const opening =
  'Let me think about this. We are asked for the number of ways to place three tiles on a row of nine squares. '

const always = (text: string, before = opening): Loop => ({ before, copy: () => text })
const counting = (copy: (index: number) => string, before = opening): Loop => ({ before, copy })

const paragraph =
  'So the total is the sum of the three cases. In the first case the tile covers the corner, and then there are four ways to go on. In the second case it covers an edge, and then there are six. In the third it covers neither, which leaves nine. Adding these gives nineteen, but some were counted twice. '
const longParagraph =
  'Wait, maybe the tiles may also be turned. If a tile is turned, then it covers two squares in the column and one in the row, so that the row has eight squares left and the column has seven. The turned tile cannot stand at the end, because there it would leave the board, and it cannot stand beside another turned tile, because they would overlap in the corner. That leaves the places in the middle, of which there are five, and for each of them the other two tiles can be placed as before. Let me count these again to be sure. '

export const loops: Readonly<Record<string, Loop>> = {
  'one word': always('wait '),
  'one sign': always('. . '),
  'two words': always('no wait '),
  'a short sentence': always('Let me check again. '),
  'a sentence with a comma': always('Hmm, that is not right, so let me try another way. '),
  'a sentence in lines of its own': always('Wait, I should double-check that.\n'),
  'a question': always('But what if the tile is turned? '),
  'two sentences': always('Is that all? No, there may be more of them, so I count again. '),
  'a formula': always('x^2 + 2x + 1 = (x + 1)^2. '),
  'a sum': always('17 + 25 = 42. Good. '),
  'a list': always('- First case\n- Second case\n- Third case\n'),
  'a paragraph': always(paragraph),
  'a long paragraph': always(longParagraph),
  code: always('for i in range(n):\n    total += a[i]\n'),
  'growing numbers': counting((index) => `${index + 1}, `),
  'growing steps': counting((index) => `Step ${index + 12}: try ${index + 13} instead. `),
  'growing sums': counting((index) => `${index} + 1 = ${index + 1}\n`),
  'a Chinese sentence': always('等等，让我再检查一遍。', '我们需要求出三块瓷砖的放法。'),
  'one Chinese character': always('对', '我们需要求出三块瓷砖的放法。'),
  'a Chinese paragraph': always(
    '所以总数是三种情况之和。第一种情况下瓷砖盖住角落，有四种放法；第二种情况下盖住边，有六种放法；第三种情况下都不盖住，有九种放法。',
    '我们需要求出三块瓷砖的放法。',
  ),
}

const squares = Array.from({ length: 9 }, (_, index) => index + 2)

/** Long thoughts that repeat themselves as honest thoughts do. */
export const honestThoughts: Readonly<Record<string, string>> = {
  'a long sum':
    'I add the squares from 2 to 10, one after the other, and keep the total so far. ' +
    squares.map((n, at) => stepOf(n, at)).join('') +
    'Now I check this with the formula. The sum of the first n squares is n(n + 1)(2n + 1) / 6. For n = 10 that is 10 times 11 times 21 over 6, and 10 times 11 is 110, 110 times 21 is 2310, and 2310 over 6 is 385. We left out 1, so it should be 384. That is what I have. So both ways agree, and the answer is 384. Before I write it down, let me look at the question once more: it asks for the sum of the squares from 2 to 10, both ends included. Yes, so the answer is 384.',
  'a search through cases':
    'We look for a number with three digits that is 13 times the sum of its digits. Let the digits be a, b and c. Then 100a + 10b + c = 13a + 13b + 13c, so 87a = 3b + 12c, and 29a = b + 4c. The largest that b + 4c can be is 9 + 36 = 45, so a is 1, and b + 4c = 29. If c is 5, then b is 9, which gives 195. If c is 6, then b is 5, which gives 156. If c is 7, then b is 1, which gives 117. If c is 4, then b would be 13, which is no digit. Let me check each of these. For 195 the digits add up to 15, and 13 times 15 is 195. Good. For 156 they add up to 12, and 13 times 12 is 156. Good. For 117 they add up to 9, and 13 times 9 is 117. Good. Wait, the question asks for the largest, doesn’t it? Let me read it again. "Find the largest number with three digits that is 13 times the sum of its digits." Yes. Alternatively one could ask whether a could be 0, but then it has no three digits. Hmm, and could c be 8? Then b would be minus 3, which is no digit either. So these three are all that there are, and the largest of them is 195. Therefore the answer is 195. Actually, let me make sure that I have not lost a case with a = 1: b + 4c = 29 with both from 0 to 9. From 4c = 29 - b it follows that 29 - b is a multiple of 4, so b is 1, 5 or 9, which are the three that I have. Good.',
  'a thought in Chinese':
    '我们要找出一百以内所有的质数的和。先列出质数：2，3，5，7，11，13，17，19，23，29，31，37，41，43，47，53，59，61，67，71，73，79，83，89，97。' +
    '一共有二十五个。现在把它们加起来。前四个的和是十七。接着加上十一得到二十八，加上十三得到四十一，再加上十七得到五十八，加上十九得到七十七。' +
    '然后是二十三，得到一百；二十九，得到一百二十九；三十一，得到一百六十；三十七，得到一百九十七。等等，让我检查一下：一百六十加三十七确实是一百九十七。' +
    '继续：四十一得到二百三十八，四十三得到二百八十一，四十七得到三百二十八，五十三得到三百八十一，五十九得到四百四十，六十一得到五百零一。' +
    '再加六十七是五百六十八，七十一是六百三十九，七十三是七百一十二，七十九是七百九十一，八十三是八百七十四，八十九是九百六十三，九十七是一千零六十。' +
    '所以答案是一千零六十。我再用另一种方法验证：把它们按十位分组，每组的和分别是十七、六十、五十二、六十八、一百三十一、一百一十二、一百二十八、二百二十三、一百七十二、九十七，相加也是一千零六十。',
}

/** No two alike in their words, as a model varies them. */
function stepOf(n: number, at: number): string {
  const total = squares.slice(0, at + 1).reduce((sum, value) => sum + value * value, 0)
  const square = n * n
  return (
    [
      `First ${n} times ${n} is ${square}, so I start from there. `,
      `Then ${n} squared, which is ${square}; together that makes ${total}. `,
      `The next is ${n}, whose square is ${square}, and the total grows to ${total}. `,
    ][at % 3] ?? ''
  )
}
