#!/bin/sh
# Makes the certificates of this folder anew. They prove nothing but to the tests, which trust `authority.pem`; its key is thrown away.
set -eu
cd "$(dirname "$0")"
days=36500
new() { openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -subj "$2" -out "$1.csr" 2>/dev/null; }
issue() { printf '%s\n' "$3" > "$1.ext"; openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days "${4:-$days}" -extfile "$1.ext" -out "$1.pem" 2>/dev/null; rm "$1.csr" "$1.ext"; }
openssl req -x509 -newkey rsa:2048 -nodes -keyout authority.key -subj '/CN=Hookport test authority' -days $days -addext basicConstraints=critical,CA:TRUE -out authority.pem 2>/dev/null
new localhost '/CN=localhost'
issue localhost authority 'subjectAltName=DNS:localhost'
new intermediate '/CN=Hookport test intermediate'
issue intermediate authority 'basicConstraints=critical,CA:TRUE'
new paypal '/O=Test/CN=messageverificationcerts.paypal.com'
issue paypal intermediate 'basicConstraints=CA:FALSE'
new other '/CN=messageverificationcerts.paypal.com.example.com'
issue other intermediate 'basicConstraints=CA:FALSE'
# Issued by a certificate that may issue none.
new misissued '/CN=messageverificationcerts.paypal.com'
issue misissued paypal 'basicConstraints=CA:FALSE'
openssl req -x509 -newkey rsa:2048 -nodes -keyout sns.key -subj '/CN=sns.amazonaws.com' -days $days -out sns.pem 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout self-signed.key -subj '/CN=messageverificationcerts.paypal.com' -days $days -out self-signed.pem 2>/dev/null
rm -f authority.key authority.srl intermediate.key intermediate.srl other.key paypal.srl misissued.key self-signed.key
