@rem npm's scripts begin with `exec`, so that signals reach Node and not a shell. cmd.exe has no such command: this is it.
@%*
