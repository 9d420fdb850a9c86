/**
 * WebLLM 0.2.86 puts `resolve/main/` behind every address of weights that has no `/resolve/<revision>/` in
 * it. A fragment has one, and is gone once a file's address is made from the folder's.
 */
export const weightsForWebLlm = (folder: string): string =>
  /.+\/resolve\/.+\//.test(folder) ? folder : `${folder}#/resolve/own/`

/**
 * WebLLM 0.2.86 takes no library from its cache when `localhost` stands in the address, so a model would not
 * load with its server gone. Hosts are the same in any case, and `includes` is not.
 */
export const libraryForWebLlm = (url: string): string =>
  url.replace(/^(https?:\/\/)localhost(?=[:/])/, '$1LOCALHOST')
