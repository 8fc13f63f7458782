"""Operations: what a service task of a process may have done, run from the outbox and answered to the process.

A service task names one by `tongban:operation`; other properties are its parameters. Values are FEEL over the facts of
the case (see `facts.context`): the form's fields by name, evidence fetched before as a table under its id, `applicant`,
`case`, and whatever the process maps in with `tongban:input`. The reply is written under the name in `tongban:as`.

  mediator.fetch             evidence="<id>"                     fetches what the offer's evidence says; as: its values
  rules.decide               rule="<key>" decision="<name>"      decides by a DMN model, keeps the trace; as: the result
  payments.bill              [rule, decision]                    a bill by the offer's fee rule; as (bill): its number, or null
  certificates.issue         [result="<id>"] [holder-code, holder-name, number, valid-years, set-<name> = FEEL]
                                                                 a certificate; as (certificate): its number
  registers.register-entity  set-<field>=FEEL ... [mandate="yes"] a new legal entity, the applicant may act for it if said so;
                                                                 as (credit_code): its code
  cases.drop-part            [part="<offer>"]                    leaves a part out that the law does not ask for
  records.change             register key=FEEL set-<field>=FEEL  a change in a register; as: the fields changed

Every operation may take dated parameters, `param-<name>="<file>.<table>"`, and `article="<place>"`, the place of the
article in the offer's legal basis on which a change of a register rests (0).

A fault that a person must mend fails the call: a boundary error event of its code goes on, else the desk sees it and
can have it tried again.
"""
