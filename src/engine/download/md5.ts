const blockBytes = 64
/** So many are hashed in one go, some milliseconds; then the page has its turn. */
const sliceBytes = 2 ** 20

/** RFC 1321. Only to find damage where a list of shards offers nothing better; browsers have no MD5. */
export async function md5(bytes: Uint8Array): Promise<string> {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  const whole = bytes.length - (bytes.length % blockBytes)
  for (let at = 0; at < whole; at += sliceBytes) {
    if (at > 0) await letOthersRun()
    addBlocks(state, bytes.subarray(at, Math.min(whole, at + sliceBytes)))
  }
  addBlocks(state, padding(bytes.subarray(whole), bytes.length))
  const out = new DataView(new ArrayBuffer(16))
  state.forEach((word, index) => out.setInt32(4 * index, word, true))
  const digest = Array.from(new Uint8Array(out.buffer), (byte) =>
    byte.toString(16).padStart(2, '0'),
  )
  return digest.join('')
}

/** A message, not a timer: those of a hidden page come once a second. */
const letOthersRun = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(undefined)
  })

/** The rest, a one bit, zeros, and the length in bits: one block or two. */
function padding(rest: Uint8Array, length: number): Uint8Array {
  const padded = new Uint8Array(rest.length < 56 ? 64 : 128)
  padded.set(rest)
  padded[rest.length] = 0x80
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(length) * 8n, true)
  return padded
}

const shifts = Uint8Array.of(7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21)
const sines = Int32Array.from(
  { length: 64 },
  (_, step) => (2 ** 32 * Math.abs(Math.sin(step + 1))) | 0,
)
/** Which word of its block each step adds. */
const wordOfStep = Uint8Array.from({ length: 64 }, (_, step) => {
  const [factor = 1, offset = 0] =
    [
      [1, 0],
      [5, 1],
      [3, 5],
      [7, 0],
    ][step >> 4] ?? []
  return (factor * step + offset) & 15
})

function addBlocks(state: Int32Array, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const words = new Int32Array(16)
  for (let at = 0; at < bytes.length; at += blockBytes) {
    for (let word = 0; word < 16; word += 1) words[word] = view.getInt32(at + 4 * word, true)
    addBlock(state, words)
  }
}

function addBlock(state: Int32Array, words: Int32Array): void {
  let a = state[0] ?? 0
  let b = state[1] ?? 0
  let c = state[2] ?? 0
  let d = state[3] ?? 0
  for (let step = 0; step < 64; step += 1) {
    let mixed = c ^ (b | ~d)
    if (step < 16) mixed = (b & c) | (~b & d)
    else if (step < 32) mixed = (d & b) | (~d & c)
    else if (step < 48) mixed = b ^ c ^ d
    const sum = (a + mixed + (sines[step] ?? 0) + (words[wordOfStep[step] ?? 0] ?? 0)) | 0
    const shift = shifts[4 * (step >> 4) + (step & 3)] ?? 0
    a = d
    d = c
    c = b
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0
  }
  state[0] = ((state[0] ?? 0) + a) | 0
  state[1] = ((state[1] ?? 0) + b) | 0
  state[2] = ((state[2] ?? 0) + c) | 0
  state[3] = ((state[3] ?? 0) + d) | 0
}
