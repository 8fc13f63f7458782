"""Notices (通知、送达): what a person or company must or may know, in an inbox, by mail and by text message.

A notice is written once, in both languages, in the transaction of the news it tells; the inbox always has it. Mail and
text messages are sent by subscribers of the outbox, which tries again when a gateway fails. Other blocks need not call:
this one subscribes to the events of cases, payments, certificates and appointments.
"""
