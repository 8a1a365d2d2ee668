# Makes altabaixa@.service of altabaixa.service: each town has its own configuration, passwords, books and user.
s,^Description=.*,& (%i),
s,/etc/altabaixa/,&%i/,
s,Directory=altabaixa,&-%i,
s,/run/altabaixa,&-%i,
# By default all instances would be one user.
s,^DynamicUser=yes,&\nUser=altabaixa-%i,
