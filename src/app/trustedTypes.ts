/** The part of the Trusted Types API that is used here; TypeScript's DOM library does not have it yet. */
interface TrustedTypesFactory {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => unknown
}

/**
 * Lets workers start from this origin and nothing else: with Trusted Types enforced, every other way of
 * turning text into script or markup throws. Call before the first worker is made.
 */
export function installTrustedTypesPolicy(): void {
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes
  factory?.createPolicy('default', { createScriptURL: allowOwnScript })
}

function allowOwnScript(url: string): string {
  if (new URL(url, document.baseURI).origin === location.origin) return url
  throw new TypeError(`A script from another origin was refused: ${url}`)
}
