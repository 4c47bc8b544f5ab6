/** How an arch is booted under QEMU, and how code for it is compiled. */
export type Machine = {
  /** QEMU's program, and the package of Debian and its kin that has it. */
  readonly qemu: { readonly program: string; readonly package: string }
  /** The machine and the CPU that QEMU is to be; the CPU is recorded with what was measured. */
  readonly machine: string | undefined
  readonly cpu: string | undefined
  readonly memoryMb: number
  /** The serial console, as the kernel names it. */
  readonly console: string
  readonly littleEndian: boolean
  /** Words for the kernel's command line. */
  readonly kernelWords?: readonly string[]
  /** Bytes of a general register. */
  readonly word: 4 | 8
  /** The arch as Debian names it. */
  readonly debian: string
  /** Compilers that can build the probe, the usual one first, each with its package. */
  readonly compilers: readonly Compiler[]
}

/** A C compiler: its command line up to the source, and the package that has it. */
export type Compiler = { readonly command: readonly string[]; readonly package: string }

const qemu = (target: string, packages: string) => ({ program: `qemu-system-${target}`, package: packages })

const gcc = (triple: string, name = triple): Compiler => ({ command: [`${triple}-gcc`], package: `gcc-${name}` })

/** For arches whose cross compiler older suites lack. */
const clang = (target: string, version: number): Compiler => ({
  command: [`clang-${version}`, `--target=${target}`, `-fuse-ld=lld-${version}`],
  package: `clang-${version} lld-${version}`,
})

/** What most machines have. */
const USUAL = {
  machine: 'virt',
  cpu: undefined,
  memoryMb: 1024,
  console: 'ttyS0',
  littleEndian: true,
  word: 8,
} as const

const X86 = {
  ...USUAL,
  machine: undefined,
  cpu: 'max',
  memoryMb: 512,
  // On a busy machine the emulated timer is late, and the kernel would panic over it.
  kernelWords: ['no_timer_check'],
} as const

const ARM = { ...USUAL, memoryMb: 512, console: 'ttyAMA0' } as const

/** By the dataset's id of the arch. */
export const MACHINES: Readonly<Record<string, Machine>> = {
  'x86-64': {
    ...X86,
    qemu: qemu('x86_64', 'qemu-system-x86'),
    debian: 'amd64',
    compilers: [gcc('x86_64-linux-gnu', 'x86-64-linux-gnu')],
  },
  i386: {
    ...X86,
    qemu: qemu('i386', 'qemu-system-x86'),
    word: 4,
    debian: 'i386',
    compilers: [gcc('i686-linux-gnu')],
  },
  arm64: {
    ...ARM,
    qemu: qemu('aarch64', 'qemu-system-arm'),
    cpu: 'max,pauth-impdef=on',
    debian: 'arm64',
    compilers: [gcc('aarch64-linux-gnu')],
  },
  arm: {
    ...ARM,
    qemu: qemu('arm', 'qemu-system-arm'),
    word: 4,
    debian: 'armhf',
    compilers: [gcc('arm-linux-gnueabihf')],
  },
  riscv64: {
    ...USUAL,
    qemu: qemu('riscv64', 'qemu-system-misc opensbi'),
    cpu: 'rv64',
    debian: 'riscv64',
    compilers: [gcc('riscv64-linux-gnu')],
  },
  s390x: {
    ...USUAL,
    qemu: qemu('s390x', 'qemu-system-misc'),
    machine: 's390-ccw-virtio',
    console: 'ttysclp0',
    littleEndian: false,
    debian: 's390x',
    compilers: [gcc('s390x-linux-gnu')],
  },
  powerpc64: {
    ...USUAL,
    qemu: qemu('ppc64', 'qemu-system-ppc'),
    machine: 'pseries',
    console: 'hvc0',
    debian: 'ppc64el',
    compilers: [gcc('powerpc64le-linux-gnu')],
  },
  loongarch64: {
    ...USUAL,
    qemu: qemu('loongarch64', 'qemu-system-misc'),
    cpu: 'la464',
    // Without firmware there is no keyboard controller, and its driver would fault.
    kernelWords: ['initcall_blacklist=i8042_init'],
    debian: 'loong64',
    compilers: [gcc('loongarch64-linux-gnu'), clang('loongarch64-linux-gnu', 19), clang('loongarch64-linux-gnu', 16)],
  },
}

/** The files and sockets that a guest is started with, as paths. */
export type BootFiles = { readonly kernel: string; readonly archive: string; readonly debugger: string }

/**
 * The arguments with which QEMU boots a kernel.
 *
 * @param machine - the arch's.
 * @param files - `kernel`, the cpio archive of the user space, and the socket on which QEMU's debugger stub listens.
 * @returns QEMU's arguments. The console is on standard input and output, one CPU, no network; a panic ends QEMU.
 */
export function bootArguments(machine: Machine, files: BootFiles): readonly string[] {
  const options = {
    M: machine.machine,
    cpu: machine.cpu,
    m: `${machine.memoryMb}`,
    smp: '1',
    display: 'none',
    monitor: 'none',
    serial: 'stdio',
    nic: 'none',
    gdb: `unix:${files.debugger},server=on,wait=off`,
    kernel: files.kernel,
    initrd: files.archive,
    append: [`console=${machine.console}`, 'quiet', 'panic=-1', ...(machine.kernelWords ?? [])].join(' '),
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return ['-no-reboot', ...given.flatMap(([name, value]) => [`-${name}`, value!])]
}
