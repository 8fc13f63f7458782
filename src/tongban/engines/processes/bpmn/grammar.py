"""The grammar of BPMN 2.0 (its exchange format, OMG formal/2011-01-03): which attributes and children a type has.

One type a line: `name < base | attributes | children in their order`. A type with `~` is abstract: whatever derives
from it may stand in its place. Attributes: `!` required, `:int`, `:bool` or the words allowed. Children: `?` `*` `+`
as in patterns; `name=type` for an element named otherwise than its type; a child that is no type holds plain text.
"""

TYPES = """
definitions < baseElement | name targetNamespace! expressionLanguage typeLanguage exporter exporterVersion | import*
  extension* rootElement* relationship*
import | namespace! location! importType!
documentation | id textFormat
extension | definition mustUnderstand:bool | documentation*
extensionElements
script
text
~baseElement | id | documentation* extensionElements?
~baseElementWithMixedContent | id | documentation* extensionElements?
~conversationNode < baseElement | name | participantRef* messageFlowRef* correlationKey*
~flowElement < baseElement | name | auditing? monitoring? categoryValueRef*
~flowNode < flowElement | | incoming* outgoing*
~loopCharacteristics < baseElement
~rootElement < baseElement
assignment < baseElement | | from=expression to=expression
auditing < baseElement
callConversation < conversationNode | calledCollaborationRef | participantAssociation*
callableElement < rootElement | name | supportedInterfaceRef* ioSpecification? ioBinding*
category < rootElement | name | categoryValue*
categoryValue < baseElement | value
collaboration < rootElement | name isClosed:bool | participant* messageFlow* artifact* conversationNode*
  conversationAssociation* participantAssociation* messageFlowAssociation* correlationKey* choreographyRef*
  conversationLink*
complexBehaviorDefinition < baseElement | | condition=formalExpression event=implicitThrowEvent?
conversation < conversationNode
conversationAssociation < baseElement | innerConversationNodeRef! outerConversationNodeRef!
conversationLink < baseElement | name sourceRef! targetRef!
correlationKey < baseElement | name | correlationPropertyRef*
correlationProperty < rootElement | name type | correlationPropertyRetrievalExpression+
correlationPropertyBinding < baseElement | correlationPropertyRef! | dataPath=formalExpression
correlationPropertyRetrievalExpression < baseElement | messageRef! | messagePath=formalExpression
correlationSubscription < baseElement | correlationKeyRef! | correlationPropertyBinding*
dataAssociation < baseElement | | sourceRef* targetRef transformation=formalExpression? assignment*
dataInput < baseElement | name itemSubjectRef isCollection:bool | dataState?
dataInputAssociation < dataAssociation
dataObject < flowElement | itemSubjectRef isCollection:bool | dataState?
dataObjectReference < flowElement | itemSubjectRef dataObjectRef | dataState?
dataOutput < baseElement | name itemSubjectRef isCollection:bool | dataState?
dataOutputAssociation < dataAssociation
dataState < baseElement | name
dataStore < rootElement | name capacity:int isUnlimited:bool itemSubjectRef | dataState?
dataStoreReference < flowElement | itemSubjectRef dataStoreRef | dataState?
endPoint < rootElement
error < rootElement | name errorCode structureRef
escalation < rootElement | name escalationCode structureRef
expression < baseElementWithMixedContent
formalExpression < expression | language evaluatesToTypeRef
gateway < flowNode | gatewayDirection:Unspecified/Converging/Diverging/Mixed
globalConversation < collaboration
globalTask < callableElement | | resourceRole*
globalUserTask < globalTask | implementation | rendering*
inclusiveGateway < gateway | default
inputSet < baseElement | name | dataInputRefs* optionalInputRefs* whileExecutingInputRefs* outputSetRefs*
interface < rootElement | name! implementationRef | operation+
ioBinding < baseElement | operationRef! inputDataRef! outputDataRef!
ioSpecification < baseElement | | dataInput* dataOutput* inputSet+ outputSet+
itemDefinition < rootElement | structureRef isCollection:bool itemKind:Information/Physical
lane < baseElement | name partitionElementRef | partitionElement=baseElement? flowNodeRef* childLaneSet=laneSet?
laneSet < baseElement | name | lane*
message < rootElement | name itemRef
messageFlow < baseElement | name sourceRef! targetRef! messageRef
messageFlowAssociation < baseElement | innerMessageFlowRef! outerMessageFlowRef!
monitoring < baseElement
multiInstanceLoopCharacteristics < loopCharacteristics | isSequential:bool behavior:None/One/All/Complex
  oneBehaviorEventRef noneBehaviorEventRef | loopCardinality=expression? loopDataInputRef? loopDataOutputRef?
  inputDataItem=dataInput? outputDataItem=dataOutput? complexBehaviorDefinition* completionCondition=expression?
operation < baseElement | name! implementationRef | inMessageRef outMessageRef? errorRef*
outputSet < baseElement | name | dataOutputRefs* optionalOutputRefs* whileExecutingOutputRefs* inputSetRefs*
parallelGateway < gateway
participant < baseElement | name processRef | interfaceRef* endPointRef* participantMultiplicity?
participantAssociation < baseElement | | innerParticipantRef outerParticipantRef
participantMultiplicity < baseElement | minimum:int maximum:int
partnerEntity < rootElement | name | participantRef*
partnerRole < rootElement | name | participantRef*
process < callableElement | processType:None/Public/Private isClosed:bool isExecutable:bool
  definitionalCollaborationRef | auditing? monitoring? property* laneSet* flowElement* artifact* resourceRole*
  correlationSubscription* supports*
property < baseElement | name itemSubjectRef | dataState?
relationship < baseElement | type! direction:None/Forward/Backward/Both | source+ target+
rendering < baseElement
resource < rootElement | name! | resourceParameter*
resourceAssignmentExpression < baseElement | | expression
resourceParameter < baseElement | name type isRequired:bool
resourceParameterBinding < baseElement | parameterRef! | expression
resourceRole < baseElement | name | resourceRef? resourceParameterBinding* resourceAssignmentExpression?
sequenceFlow < flowElement | sourceRef! targetRef! isImmediate:bool | conditionExpression=expression?
signal < rootElement | name structureRef
standardLoopCharacteristics < loopCharacteristics | testBefore:bool loopMaximum:int | loopCondition=expression?
subConversation < conversationNode | | conversationNode*
~activity < flowNode | isForCompensation:bool startQuantity:int completionQuantity:int default | ioSpecification?
  property* dataInputAssociation* dataOutputAssociation* resourceRole* loopCharacteristics?
~artifact < baseElement
~choreographyActivity < flowNode | initiatingParticipantRef!
  loopType:None/Standard/MultiInstanceSequential/MultiInstanceParallel | participantRef+ correlationKey*
~event < flowNode | | property*
~eventDefinition < rootElement
~throwEvent < event | | dataInput* dataInputAssociation* inputSet? eventDefinition* eventDefinitionRef*
association < artifact | sourceRef! targetRef! associationDirection:None/One/Both
callActivity < activity | calledElement
callChoreography < choreographyActivity | calledChoreographyRef | participantAssociation*
cancelEventDefinition < eventDefinition
choreography < collaboration | | flowElement*
choreographyTask < choreographyActivity | | messageFlowRef+
compensateEventDefinition < eventDefinition | waitForCompletion:bool activityRef
complexGateway < gateway | default | activationCondition=expression?
conditionalEventDefinition < eventDefinition | | condition=expression
endEvent < throwEvent
errorEventDefinition < eventDefinition | errorRef
escalationEventDefinition < eventDefinition | escalationRef
eventBasedGateway < gateway | instantiate:bool eventGatewayType:Exclusive/Parallel
exclusiveGateway < gateway | default
globalBusinessRuleTask < globalTask | implementation
globalChoreographyTask < choreography | initiatingParticipantRef
globalManualTask < globalTask
globalScriptTask < globalTask | scriptLanguage | script?
group < artifact | categoryValueRef
implicitThrowEvent < throwEvent
intermediateThrowEvent < throwEvent
linkEventDefinition < eventDefinition | name! | source* target?
messageEventDefinition < eventDefinition | messageRef | operationRef?
performer < resourceRole
signalEventDefinition < eventDefinition | signalRef
subChoreography < choreographyActivity | | flowElement* artifact*
subProcess < activity | triggeredByEvent:bool | laneSet* flowElement* artifact*
task < activity
terminateEventDefinition < eventDefinition
textAnnotation < artifact | textFormat | text?
timerEventDefinition < eventDefinition | | timeDate=expression? timeDuration=expression? timeCycle=expression?
transaction < subProcess | method:##Compensate/##Image/##Store
userTask < task | implementation | rendering*
~catchEvent < event | parallelMultiple:bool | dataOutput* dataOutputAssociation* outputSet? eventDefinition*
  eventDefinitionRef*
adHocSubProcess < subProcess | cancelRemainingInstances:bool ordering:Parallel/Sequential |
  completionCondition=expression?
boundaryEvent < catchEvent | cancelActivity:bool attachedToRef!
businessRuleTask < task | implementation
humanPerformer < performer
intermediateCatchEvent < catchEvent
manualTask < task
potentialOwner < humanPerformer
receiveTask < task | implementation instantiate:bool messageRef operationRef
scriptTask < task | scriptFormat | script?
sendTask < task | implementation messageRef operationRef
serviceTask < task | implementation operationRef
startEvent < catchEvent | isInterrupting:bool
"""
