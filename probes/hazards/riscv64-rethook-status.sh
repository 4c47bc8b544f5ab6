# causes: riscv64-rethook-status
# The status of a return probe should be a small number of flags; a leftover is a pointer or anything else.
# seen: status=0x[0-9a-f]{13,}
echo 'r:re vfs_read status=%status cause=%cause epc=%epc' > kprobe_events
echo 1 > events/kprobes/re/enable
probe calls 100 7
tail -n 3 trace
