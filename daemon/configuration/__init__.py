"""The configuration: one TOML file, checked whole before anything starts.

Promises that each fault is named with its key, its value and what is allowed, and that secrets come only
from files. `calendar` is the town's holidays; `default_town` what holds where no file is found;
`places` where each town of a machine is at home;
`second_reader` the weights that come with the program.
"""
