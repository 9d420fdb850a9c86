import type { AnswerFormat } from '../engine.ts'
import { formatToGrammar } from './formatToGrammar.ts'

/** What of WebLLM's pipeline holds a completion to a format. Checked against 0.2.86. */
export interface SteeredPipeline {
  grammarCompiler?: GrammarCompiler
  prefillStep(input: unknown, role: unknown, roleText: unknown, config: object): Promise<void>
  decodeStep(config: object): Promise<void>
}

/** Of xgrammar. WebLLM passes the schema alone, and so allows white space without an end. */
interface GrammarCompiler {
  compileJSONSchema(schema: string, anyWhitespace?: boolean, indent?: number): Promise<unknown>
}

/**
 * Makes a pipeline take formats for raw completions, and answers what sets the one of those that follow. A raw
 * completion takes no `response_format`, but both of its steps obey one (0.2.86, xgrammar).
 */
export function takeFormats(pipeline: SteeredPipeline): (format: AnswerFormat | undefined) => void {
  writeJsonInOneLine(pipeline)
  let format: AnswerFormat | undefined
  const { prefillStep, decodeStep } = pipeline
  const withFormat = (config: object): object =>
    format === undefined ? config : { ...config, response_format: formatToGrammar(format) }
  pipeline.prefillStep = (input, role, roleText, config) =>
    prefillStep.call(pipeline, input, role, roleText, withFormat(config))
  pipeline.decodeStep = (config) => decodeStep.call(pipeline, withFormat(config))
  return (wanted) => {
    format = wanted
  }
}

/** A small model that may write white space for ever does. Its compiler is made with the first format. */
function writeJsonInOneLine(pipeline: SteeredPipeline): void {
  let compiler: GrammarCompiler | undefined
  Object.defineProperty(pipeline, 'grammarCompiler', {
    get: () => compiler,
    set(made: GrammarCompiler | undefined) {
      compiler = made
      if (made === undefined) return
      const { compileJSONSchema } = made
      made.compileJSONSchema = (schema) => compileJSONSchema.call(made, schema, false, -1)
    },
  })
}
