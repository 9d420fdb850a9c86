/** RFC 1321. Only to find damage where a list of shards offers nothing better; browsers have no MD5. */
export function md5(bytes: Uint8Array): string {
  const words = new Uint32Array(16)
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  const whole = bytes.length - (bytes.length % 64)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < whole; at += 64) {
    for (let word = 0; word < 16; word += 1) words[word] = view.getUint32(at + 4 * word, true)
    addBlock(state, words)
  }
  for (const block of padding(bytes.subarray(whole), bytes.length)) {
    const blockView = new DataView(block.buffer, block.byteOffset, 64)
    for (let word = 0; word < 16; word += 1) words[word] = blockView.getUint32(4 * word, true)
    addBlock(state, words)
  }
  const out = new DataView(new ArrayBuffer(16))
  state.forEach((word, index) => out.setUint32(4 * index, word, true))
  return Array.from(new Uint8Array(out.buffer), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
}

/** The rest, a one bit, zeros, and the length in bits: one block or two. */
function padding(rest: Uint8Array, length: number): readonly Uint8Array[] {
  const padded = new Uint8Array(rest.length < 56 ? 64 : 128)
  padded.set(rest)
  padded[rest.length] = 0x80
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(length) * 8n, true)
  return padded.length === 64 ? [padded] : [padded.subarray(0, 64), padded.subarray(64)]
}

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const
const sines = Uint32Array.from({ length: 64 }, (_, step) => 2 ** 32 * Math.abs(Math.sin(step + 1)))

function addBlock(state: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4
    const [mixed, word] =
      round === 0
        ? [(b & c) | (~b & d), step]
        : round === 1
          ? [(d & b) | (~d & c), (5 * step + 1) & 15]
          : round === 2
            ? [b ^ c ^ d, (3 * step + 5) & 15]
            : [c ^ (b | ~d), (7 * step) & 15]
    const sum = (a + mixed + (sines[step] ?? 0) + (words[word] ?? 0)) | 0
    const shift = shifts[4 * round + (step & 3)] ?? 0
    a = d
    d = c
    c = b
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0
  }
  state[0] = (state[0] ?? 0) + a
  state[1] = (state[1] ?? 0) + b
  state[2] = (state[2] ?? 0) + c
  state[3] = (state[3] ?? 0) + d
}
