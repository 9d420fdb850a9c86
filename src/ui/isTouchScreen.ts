/** Where the finger is the pointer, focus in a text box brings up a keyboard that nobody asked for. */
export const isTouchScreen = (): boolean => matchMedia('(pointer: coarse)').matches
