"""Operations: what a service task of a process may have done, run from the outbox and answered to the process.

A service task names one by `tongban:operation`; other properties are its parameters. Values are FEEL over the facts of
the case (see `facts.context`): the form's fields by name, evidence fetched before as a table under its id, `applicant`,
`case`, `outcome`, and whatever the process maps in with `tongban:input`. The reply is written under the name in
`tongban:as`; some operations have a name of their own, in brackets here, and the others reply nothing without one.

  mediator.fetch             evidence="<id>"                what the offer's evidence says; as: the values
  rules.decide (result)      rule="<key>" decision="<name>" decides by a DMN model; logged with its reasons
  payments.bill (bill)       [rule, decision]               a bill by the offer's fee rule; its number, null if free
  certificates.issue (certificate)
      [result="<id>"] [holder-code, holder-name, number, valid-years, set-<name> = FEEL]     a certificate; its number
  registers.register-entity (credit_code)
      set-<field>=FEEL                                      a new legal entity; its code
  cases.drop-part            part="<offer>"                 a part that the law does not ask for here is left out
  cases.ask-respondent                                  the unit whose decision is contested answers in its own time
  records.change             register="<code>" key=FEEL set-<field>=FEEL      a change; as: the fields changed

Every operation may take `part` and `unit`; FEEL reads dated parameters by name, `parameter("<file>.<table>")`. What
changes a register may take `article="<place>"`, the place in the offer's legal basis of the article on which it rests
(0).

A fault that a person must mend fails the call with a code: model, rule, exchange, register, bill, certificate. A
boundary error event of that code goes on, else the desk sees the fault and can have the operation tried again.
"""
