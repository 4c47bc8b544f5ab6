/** How long this process has been at work, ms of a core: what it takes where nothing else runs, whatever runs here. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
