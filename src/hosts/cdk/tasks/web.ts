/** Tasks that call HTTP endpoints. */
import { callText } from '../json-path.ts';
import { keyNode, textNode } from '../nodes.ts';
import { inputOf } from '../task-input.ts';
import { addedText } from '../texts.ts';
import { attribute, computed, input, nested, opaque, option, optionOr, service } from './parameters.ts';
import type { Rule, TaskClass } from './parameters.ts';

const GATEWAY = {
  ApiEndpoint: computed('the address of the API'),
  Method: option('method'),
  Headers: input('headers'),
  Stage: option('stageName'),
  Path: option('apiPath'),
  QueryParameters: input('queryParameters'),
  RequestBody: input('requestBody'),
  AuthType: optionOr('authType', 'NO_AUTH'),
};

/** The address of the API and the path in it, put together when the state runs. */
const httpAddress: Rule = (name, view) => {
  const { callee, isJsonata, props } = view;
  const root = props.get('apiRoot');
  const end = props.get('apiEndpoint');
  const given = end === undefined ? undefined : inputOf(end);
  if (isJsonata || root === undefined || given === undefined || given.isPath) {
    return opaque('apiEndpoint')(isJsonata ? name : `${name}.$`, view);
  }
  const text = callText('States.Format', [addedText('{}/{}', callee), root, given.value], root.place);
  return text === undefined
    ? opaque('apiEndpoint')(`${name}.$`, view)
    : { key: keyNode(`${name}.$`, root.place), value: textNode(text) };
};

/** A form is encoded under a content type of its own. */
const httpHeaders: Rule = (name, view) =>
  view.props.member('urlEncodingFormat') === undefined && !view.props.isOpen
    ? input('headers')(name, view)
    : opaque('urlEncodingFormat', 'headers')(name, view);

export const WEB_TASKS: Readonly<Record<string, TaskClass>> = {
  CallApiGatewayRestApiEndpoint: { resource: service('apigateway:invoke'), parameters: GATEWAY },
  CallApiGatewayHttpApiEndpoint: { resource: service('apigateway:invoke'), parameters: GATEWAY },
  HttpInvoke: {
    resource: service('http:invoke'),
    parameters: {
      ApiEndpoint: httpAddress,
      Authentication: nested({ ConnectionArn: attribute('connection', 'connectionArn') }),
      Method: input('method'),
      Headers: httpHeaders,
      RequestBody: input('body'),
      QueryParameters: input('queryStringParameters'),
      Transform: opaque('urlEncodingFormat'),
    },
  },
  EksCall: {
    resource: service('eks:call'),
    parameters: {
      ClusterName: attribute('cluster', 'clusterName'),
      CertificateAuthority: attribute('cluster', 'clusterCertificateAuthorityData'),
      Endpoint: attribute('cluster', 'clusterEndpoint'),
      Method: option('httpMethod'),
      Path: option('httpPath'),
      QueryParameters: option('queryParameters'),
      RequestBody: input('requestBody'),
    },
  },
};
