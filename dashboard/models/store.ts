export interface Store {
  read(key: string): string | null
  write(key: string, value: string): void
}

/** Small choices kept on this device. A browser that refuses storage loses the choice, not the page. */
export function createStore(storage: () => Storage): Store {
  return {
    read: (key) => {
      try {
        return storage().getItem(`abordo.${key}`)
      } catch {
        return null
      }
    },
    write: (key, value) => {
      try {
        storage().setItem(`abordo.${key}`, value)
      } catch {
        // Private windows and full storage: the choice holds for this visit.
      }
    },
  }
}
