import type { Command } from 'commander'

/** How each command is loaded, by its name, in the order in which --help lists them. */
export type Loaders = Readonly<Record<string, () => Promise<Command>>>

/**
 * The commands that a command line needs: the one that it names, or all, where it asks for help or names none of them. What a command
 * brings stays in a gateway's memory for as long as its portal runs, and takes time wherever a command ends at once. `hidden`: those that no
 * help lists.
 */
export async function commandsFor(
  word: string | undefined,
  loaders: Loaders,
  hidden: Loaders = {},
): Promise<Command[]> {
  const holder = [loaders, hidden].find((some) => word !== undefined && Object.hasOwn(some, word))
  const named = holder?.[word ?? '']
  return named ? [await named()] : Promise.all(Object.values(loaders).map((load) => load()))
}
