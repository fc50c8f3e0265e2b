/** What a follower of the fleet's answers is given, with waits that pass when they are told to. */
export function fakeFollowing() {
  const waits: number[] = []
  const jobs: (() => void)[] = []
  const logged: string[] = []
  const clock = { uptime: 0 }
  return {
    waits,
    logged,
    clock,
    deps: {
      after: (ms: number, job: () => void) => {
        waits.push(ms)
        jobs.push(job)
        return () => undefined
      },
      random: () => 0.25,
      spreadMs: 30_000,
      uptime: () => clock.uptime,
      log: (message: string) => void logged.push(message),
    },
    /** What waits is done, to its end. */
    async go(follower: { idle: () => Promise<void> }): Promise<void> {
      for (const job of jobs.splice(0)) job()
      await follower.idle()
    },
  }
}
