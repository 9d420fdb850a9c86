/**
 * Any text that a tokenizer of these models reads as a control token: DeepSeek's own, and those that Qwen's
 * and Llama's vocabularies bring along, such as `<|im_start|>`, `<|EOT|>` and `<tool_call>`.
 */
const words = 'think|tool_call|tool_response'
const controlToken = new RegExp(`<(?=[|｜][^|｜<>]{1,40}[|｜]>|/?(?:${words})>)`, 'g')
const wholeToken = new RegExp(`^<([|｜].*[|｜]|/?(${words}))>$`)

/** U+2060, a joiner of no width: the text looks as typed and is no longer a control token. */
const joiner = '\u2060'

/** Text of a person, a link or an earlier reply, so that it cannot speak for the template. */
export const makeHarmless = (text: string): string => text.replace(controlToken, `<${joiner}`)

/** Whether a token's text is a control token of any of the vocabularies. */
export const isControlToken = (text: string): boolean => wholeToken.test(text)
