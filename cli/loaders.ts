import type { Command } from 'commander'

/** How each command is loaded, by its name, in the order in which --help lists them. */
export type Loaders = Readonly<Record<string, () => Promise<Command>>>

/**
 * The commands that a command line needs: the one that it names, or all, where it asks for help or names none of them. What a command
 * brings stays in a gateway's memory for as long as its portal runs, and takes time wherever a command ends at once.
 */
export async function commandsFor(word: string | undefined, loaders: Loaders): Promise<Command[]> {
  const named = word !== undefined && Object.hasOwn(loaders, word) ? loaders[word] : undefined
  return named ? [await named()] : Promise.all(Object.values(loaders).map((load) => load()))
}
