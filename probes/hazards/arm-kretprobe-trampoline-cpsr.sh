# causes: arm-kretprobe-trampoline-cpsr
# The mode of a kernel function is 0x13 (SVC) in the lowest five bits of CPSR; a word of the caller's stack has others.
# seen: cpsr=0x(?![0-9a-f]*[13579bdf]3\b)[0-9a-f]+
echo 'r:re vfs_read cpsr=%cpsr sp=%sp' > kprobe_events
echo 1 > events/kprobes/re/enable
probe calls 100 7
tail -n 3 trace
