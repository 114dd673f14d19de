"""What can be done with people: join, prove, recover, edit, be given rights."""
