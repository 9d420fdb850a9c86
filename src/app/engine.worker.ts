import { loadWithWebLlm } from '../engine/worker/webLlm.ts'
import { runEngineWorker } from './worker/runEngineWorker.ts'

runEngineWorker(loadWithWebLlm)
