/** The variable by which Slidev's process is told which file they are in. */
export const KERNEL_SOURCES = 'PT_REGS_OWN_SOURCES'
