@rem npm's scripts begin with exec, so that no shell stands between npm and Node, where it would keep signals to itself.
@rem That is a command of every other shell; here it is this one.
@%*
