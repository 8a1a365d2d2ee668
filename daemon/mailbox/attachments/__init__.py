"""Text out of attachments: PDF forms and zipped chats, by libraries, in a child process with limits.

`opening` starts the child and believes only its words; `child` is its program; `pdf` with `form`,
and `zipped`, are what it does; `limits` is what it may take, and why it gives up. Nothing of a file
is believed: not its name, its type, nor the sizes that it declares.
"""
