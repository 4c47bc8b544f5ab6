/** CPU time of this process, ms of one core: independent of other load on the machine. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
