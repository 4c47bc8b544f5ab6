import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { MACHINES, bootArguments } from '../../../src/running/guest/machines.ts'
import { writtenArches } from '../../written-arches.ts'

const FILES = { kernel: '/k', archive: '/a', debugger: '/d' }

describe('bootArguments(machine, files)', () => {
  test('there is a machine for every arch of which captures are written down', () => {
    expect(Object.keys(MACHINES).sort()).toEqual(writtenArches(readDataset(loadFiles()).value))
  })

  test.each(Object.entries(MACHINES))(
    '%s boots on one CPU, without network, with a console and a debugger',
    (_, machine) => {
      const args = bootArguments(machine, FILES).join(' ')
      expect(args).toContain('-smp 1')
      expect(args).toContain('-nic none')
      expect(args).toContain('-no-reboot')
      expect(args).toContain('-gdb unix:/d,server=on,wait=off')
      expect(args).toContain('-kernel /k -initrd /a')
      expect(args).toContain(`-append console=${machine.console} quiet panic=-1`)
    },
  )

  test('words of the machine for the kernel come last', () => {
    const machine = { ...MACHINES.arm64!, kernelWords: ['nokaslr'] }
    expect(bootArguments(machine, FILES).at(-1)).toBe('console=ttyAMA0 quiet panic=-1 nokaslr')
  })
})
