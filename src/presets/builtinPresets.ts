import type { PresetContent } from './preset.ts'

/** For every model, the embedded one included: worded as ponder-nano was trained, and answered by it. */
export const smallPresets: readonly PresetContent[] = [
  {
    name: 'Multiply, digit by digit',
    question: 'What is {{first}} × {{second}}?',
    examples: [
      { name: 'first', value: '347' },
      { name: 'second', value: '28' },
    ],
  },
  {
    name: 'Count a letter',
    question: 'How many {{letter}} are in {{word}}?',
    examples: [
      { name: 'letter', value: 'r' },
      { name: 'word', value: 'strawberry' },
    ],
  },
  {
    name: 'Compare decimals',
    question: 'Which is larger, {{first}} or {{second}}?',
    examples: [
      { name: 'first', value: '9.11' },
      { name: 'second', value: '9.9' },
    ],
  },
  {
    name: 'Find the weekday',
    question: 'What day is {{number}} days after {{weekday}}?',
    examples: [
      { name: 'number', value: '10' },
      { name: 'weekday', value: 'Monday' },
    ],
  },
  {
    name: 'Solve an equation',
    question: 'Solve for x: {{equation}}',
    examples: [{ name: 'equation', value: '3x + 4 = 19' }],
  },
  {
    name: 'Sort numbers',
    question: 'Sort these numbers from smallest to largest: {{numbers}}',
    examples: [{ name: 'numbers', value: '42, 7, 19, 3' }],
  },
]

/**
 * For R1 and its distills. Instructions stand in the question and the system prompt is empty, as DeepSeek
 * advises (DeepSeek-R1 README, 2025-01).
 */
export const r1Presets: readonly PresetContent[] = [
  {
    name: 'Maths problem, boxed answer',
    system: '',
    question:
      '{{problem}}\n\nPlease reason step by step, and put your final answer within \\boxed{}.',
    examples: [
      {
        name: 'problem',
        value:
          'The sum of two numbers is 40 and their difference is 12. What is the product of the two?',
      },
    ],
    sampling: { temperature: 0.6, topP: 0.95 },
  },
  {
    name: 'Find the mistake',
    system: '',
    question:
      'Here is a problem and somebody’s solution.\n\nProblem: {{problem}}\n\nSolution:\n{{solution}}\n\nGo through the solution line by line. Name the first line that is wrong and say why, then give the right solution. If every line is right, say so.',
    examples: [
      { name: 'problem', value: 'Solve 2(x − 3) = 10.' },
      { name: 'solution', value: '2x − 3 = 10\n2x = 13\nx = 6.5' },
    ],
    beginning: {
      kind: 'thought',
      text: 'I check the lines one at a time, starting with the first.',
    },
  },
  {
    name: 'Prove it two ways',
    system: '',
    question:
      'Prove this statement in two ways that differ in their idea:\n\n{{statement}}\n\nAfter both proofs, say which is shorter and which explains more.',
    examples: [{ name: 'statement', value: 'The sum of the first n odd numbers is n².' }],
  },
  {
    name: 'Estimate from little',
    system: '',
    question:
      'Estimate: {{quantity}}\n\nBreak it into factors that can be guessed, give a low and a high guess for each, and end with a range and the factor that matters most.',
    examples: [{ name: 'quantity', value: 'how many piano tuners work in Vienna' }],
  },
  {
    name: 'Write a function with tests',
    system: '',
    question:
      'Write a {{language}} function: {{task}}\n\nFirst list the cases at the edge. Then give the function in one code block and tests for those cases in another. Use the standard library alone.',
    examples: [
      { name: 'language', value: 'Python' },
      { name: 'task', value: 'merge overlapping intervals given as pairs of numbers' },
    ],
    sampling: { temperature: 0.6, topP: 0.95 },
  },
  {
    name: 'Explain an error',
    system: '',
    question:
      'This code\n\n```\n{{code}}\n```\n\nfails with\n\n```\n{{error}}\n```\n\nSay what the message means, which line causes it and why, and show the smallest change that mends it.',
    examples: [
      { name: 'code', value: 'total = sum(x for x in ["1", "2"])' },
      { name: 'error', value: "TypeError: unsupported operand type(s) for +: 'int' and 'str'" },
    ],
  },
  {
    name: 'Weigh a decision',
    system: '',
    question:
      'I have to decide: {{decision}}\n\nWhat matters to me: {{values}}\n\nGive the strongest case for each side, name what I do not know yet and how I could find out, and end with what you would do and how sure you are.',
    examples: [
      { name: 'decision', value: 'repair a ten-year-old bicycle or buy a new one' },
      { name: 'values', value: 'cost over five years, little waste' },
    ],
  },
  {
    name: 'Argue against me',
    system: '',
    question:
      'My claim: {{claim}}\n\nArgue against it as its best critic would: facts first, then the assumption it rests on, then the case it does not cover. Say at the end what of the claim still stands.',
    examples: [{ name: 'claim', value: 'Every meeting could be an e-mail.' }],
  },
  {
    name: 'Logic puzzle, checked',
    system: '',
    question:
      '{{puzzle}}\n\nSolve it, then check the solution against every statement of the puzzle, one by one.',
    examples: [
      {
        name: 'puzzle',
        value:
          'Ann, Bo and Cy each have one of a cat, a dog and a fish. Ann does not have the dog. Bo has the fish. Who has what?',
      },
    ],
    beginning: { kind: 'thought', text: 'Let me write down what is given first.\n' },
  },
  {
    name: 'Shorten, keep the facts',
    system: '',
    question:
      'Shorten this text to about {{words}} words. Keep every number and name; add nothing that it does not say.\n\n{{text}}',
    examples: [
      { name: 'words', value: '60' },
      { name: 'text', value: 'Paste the text here.' },
    ],
    sampling: { temperature: 0.5 },
  },
]
