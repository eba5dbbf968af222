/**
 * The services that Step Functions lists for `aws-sdk:`, and which public model describes each of them.
 * The list is the only source of service tokens: a service that it lacks has no table, and is unknown to the linter.
 *
 * Sources: Step Functions developer guide, «Learning to use AWS service SDK integrations» (`supported-services-awssdk`):
 * a stored copy from about 2025-04, and its additions of 2026-03 and 2026-08.
 */

/** When the packages that hold the models were fetched; written into every table. */
export const READ_ON = '2026-11-21';

/** The exception prefixes of the page. The token of a service is its prefix in lower case, without exception. */
const LISTED = `
SageMakerA2IRuntime ApiGateway ApiGatewayV2 Account Amplify AmplifyBackend AmplifyUiBuilder AppMesh AppRunner AppConfig
AppConfigData AppFabric AppIntegrations AppStream AppSync Appflow ApplicationAutoScaling ApplicationCostProfiler
ApplicationDiscovery Mgn Athena AuditManager Dsql AutoScalingPlans B2Bi Backup BackupGateway BackupSearch Batch Bedrock
BedrockAgent BedrockRuntime BedrockAgentRuntime Billing Billingconductor BcmPricingCalculator Braket Budgets Acm AcmPca
Chime ChimeSdkIdentity ChimeSdkMediaPipelines ChimeSdkMeetings ChimeSdkMessaging ChimeSdkVoice CleanRooms CleanRoomsMl
CloudControl CloudDirectory ServiceDiscovery Cloud9 CloudFormation CloudFront CloudFrontKeyValueStore CloudHsm CloudHsmV2
CloudSearch CloudTrail CloudTrailData CloudWatch ApplicationInsights ApplicationSignals InternetMonitor CloudWatchLogs
Oam ObservabilityAdmin Rum Synthetics Codeartifact CodeBuild CodeCatalyst CodeCommit CodeConnections CodeDeploy
CodeGuruProfiler CodeGuruReviewer CodeGuruSecurity CodePipeline CodeStarConnections CodestarNotifications
CognitoIdentity CognitoSync CognitoIdentityProvider Comprehend ComprehendMedical ComputeOptimizer Config Connect
ConnectCampaigns ConnectCampaignsV2 ConnectCases ConnectContactLens CustomerProfiles ConnectParticipant VoiceId Wisdom
ControlCatalog ControlTower CostExplorer CostOptimizationHub CostAndUsageReport BedrockDataAutomation DataExchange
BcmDataExports Dlm DataPipeline DataSync DataZone DatabaseMigration Deadline Detective DevOpsGuru DeviceFarm
DirectConnect Directory DirectoryServiceData DocDb DocDbElastic DynamoDb Dax DynamoDbStreams Ebs Ec2 AutoScaling
Imagebuilder Ec2InstanceConnect Ecr EcrPublic Ecs Efs Eks EksAuth Emr EmrContainers EmrServerless ElastiCache
ElasticBeanstalk Drs ElasticInference ElasticLoadBalancing ElasticLoadBalancingV2 ElasticTranscoder Elasticsearch
SocialMessaging EntityResolution EventBridge Pipes Scheduler Schemas Evidently Fis FSx FinspaceData Finspace Fms Forecast
Forecastquery FraudDetector FreeTier GameLift Glue DataBrew GroundStation GuardDuty Health MedicalImaging HealthLake
Honeycode Iam AccessAnalyzer RolesAnywhere Ivs Ivschat IvsRealTime SsmIncidents SsmContacts InspectorScan Inspector
Inspector2 Invoicing Iot IoTAnalytics IotDeviceAdvisor IotEvents IotEventsData IoTFleetHub IoTFleetWise Greengrass
GreengrassV2 IotJobsDataPlane IoTSecureTunneling IoTSiteWise IoTThingsGraph IoTTwinMaker IotWireless Kms Kendra
KendraRanking Keyspaces KinesisAnalytics KinesisAnalyticsV2 Firehose Kinesis KinesisVideoSignaling KinesisVideo
KinesisVideoArchivedMedia KinesisVideoMedia KinesisVideoWebRtcStorage LakeFormation Lambda LaunchWizard
LexModelBuilding LexModelsV2 LexRuntime LexRuntimeV2 LicenseManager LicenseManagerLinuxSubscriptions
LicenseManagerUserSubscriptions Lightsail Location GeoMaps GeoPlaces GeoRoutes LookoutEquipment LookoutMetrics
LookoutVision Mq Kafka KafkaConnect Mwaa Macie2 MailManager M2 AppTest ManagedBlockchain ManagedBlockchainQuery Grafana
MarketplaceCatalog MarketplaceCommerceAnalytics MarketplaceEntitlement MarketplaceMetering MarketplaceReporting MTurk
MediaConnect MediaConvert MediaLive MediaPackage MediaPackageV2 MediaPackageVod MediaStore MediaTailor MemoryDb
MigrationHub MigrationHubConfig MigrationHubOrchestrator MigrationHubRefactorSpaces MigrationHubStrategy Neptune
NeptuneGraph NetworkFirewall NetworkFlowMonitor NetworkManager NetworkMonitor Omics OpenSearch Osis OpenSearchServerless
OpsWorks OpsWorksCm Organizations Outposts Panorama Pcs PartnerCentralSelling PaymentCryptography
PaymentCryptographyData Personalize PersonalizeEvents PersonalizeRuntime Pinpoint PinpointEmail PinpointSmsVoice
PinpointSmsVoiceV2 Polly Pricing PrivateNetworks PcaConnectorAd PcaConnectorScep Amp Proton QApps QBusiness QConnect Qldb
QldbSession QuickSight Rds RdsData Pi Rbin Redshift RedshiftData RedshiftServerless Rekognition Resiliencehub Ram
ResourceExplorer2 ResourceGroups ResourceGroupsTaggingApi RoboMaker Route53 ArcZonalShift Route53Domains
Route53Profiles Route53RecoveryControlConfig Route53RecoveryReadiness Route53Resolver Route53RecoveryCluster
BedrockDataAutomationRuntime S3 S3Control Glacier S3Tables S3Outposts Ses SesV2 Sns Sqs Sso Identitystore SsoAdmin
SsoOidc Swf SageMaker SagemakerEdge SageMakerFeatureStoreRuntime SageMakerGeospatial SageMakerMetrics SageMakerRuntime
Savingsplans SecretsManager SecurityHub SecurityIr SecurityLake Sts Sms ServerlessApplicationRepository ServiceCatalog
ServiceCatalogAppRegistry ServiceQuotas Shield Signer SimSpaceWeaver SnowDeviceManagement Snowball Sfn StorageGateway
SupplyChain Support SupportApp Ssm SsmQuickSetup SsmSap TaxSettings Tnb Textract TimestreamInfluxDb TimestreamQuery
TimestreamWrite Transcribe Transfer Translate TrustedAdvisor NotificationsContacts VpcLattice VerifiedPermissions Waf
WafRegional Wafv2 WellArchitected WorkDocs WorkMail WorkMailMessageFlow WorkSpaces WorkSpacesThinClient WorkSpacesWeb
XRay Repostspace`;

/** Added to the page in 2026, after the stored copy. */
const LISTED_SINCE = 'BedrockAgentCore BedrockAgentCoreControl S3Vectors';

export interface ListedService {
  readonly token: string;
  readonly exceptionPrefix: string;
}

/** Sorted by token. */
export const LISTED_SERVICES: readonly ListedService[] = `${LISTED} ${LISTED_SINCE}`
  .split(/\s+/)
  .filter((prefix) => prefix !== '')
  .map((exceptionPrefix) => ({ token: exceptionPrefix.toLowerCase(), exceptionPrefix }))
  .sort((a, b) => (a.token < b.token ? -1 : 1));

/**
 * The token of a service id. The SDK for Java leaves out a leading `Amazon` or `AWS` and a trailing `Service`
 * (`DefaultNamingStrategy.getServiceName`), and Step Functions follows it.
 */
export function tokenOf(serviceId: string): string {
  const plain = serviceId.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain.replace(/^(amazon|aws)/, '').replace(/service$/, '');
}
