using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Tests.Validation;

public sealed class PodSpecValidationTests
{
    private static string[] Find(string spec)
    {
        var errors = new FieldErrors();
        PodSpecValidation.Check(PodDefaults.Spec((ObjectNode)Node.Parse(spec)), FieldPath.Of("spec"), PodSpecValidation.Kind.Pod, errors);
        return [.. errors.Causes.Select(static c => $"{c.Field}: {c.Message}")];
    }

    private static string Container(string more) => $$"""{"containers":[{"name":"c","image":"i"{{more}}}],"volumes":[{"name":"v","emptyDir":{ } } ] }""";

    [Theory]
    [InlineData(""","ports":[{"containerPort":80,"name":"http"},{"containerPort":81}]""")]
    [InlineData(""","env":[{"name":"A","value":"b"},{"name":"P","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},{"name":"L","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['a.b/c']"}}}]""")]
    [InlineData(""","volumeMounts":[{"name":"v","mountPath":"/a"},{"name":"v","mountPath":"/b","subPath":"x/y"}]""")]
    [InlineData(""","livenessProbe":{"exec":{"command":["true"]}},"readinessProbe":{"httpGet":{"port":"http"}},"startupProbe":{"grpc":{"port":9}}""")]
    [InlineData(""","resources":{"requests":{"cpu":"100m"},"limits":{"cpu":"1","nvidia.com/gpu":"1"}}""")]
    [InlineData(""","securityContext":{"runAsUser":1000,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}""")]
    public void What_is_right_passes(string more) => Assert.Empty(Find(Container(more)));

    [Theory]
    [InlineData(""","ports":[{"containerPort":80,"name":"Http"}]""", "spec.containers[0].ports[0].name: Invalid value: \"Http\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")]
    [InlineData(""","ports":[{"containerPort":80,"name":"a"},{"containerPort":81,"name":"a"}]""", "spec.containers[0].ports[1].name: Duplicate value: \"a\"")]
    [InlineData(""","ports":[{"containerPort":80,"protocol":"ICMP"}]""", "spec.containers[0].ports[0].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\"")]
    [InlineData(""","ports":[{"containerPort":80,"hostPort":8080},{"containerPort":81,"hostPort":8080}]""", "spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//8080\"")]
    [InlineData(""","env":[{"name":"A=B"}]""", "spec.containers[0].env[0].name: Invalid value: \"A=B\": a valid environment variable name must consist only of printable ASCII characters other than '='")]
    [InlineData(""","env":[{"name":"A","value":"x","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]""", "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty")]
    [InlineData(""","env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"spec.nope"}}}]""", "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.nope\": error converting fieldPath: field label not supported: spec.nope")]
    [InlineData(""","env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"status.phase"}}}]""", "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"status.phase\": supported values: \"metadata.name\", \"metadata.namespace\"")]
    [InlineData(""","env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s"}}}]""", "spec.containers[0].env[0].valueFrom.secretKeyRef.key: Required value")]
    [InlineData(""","volumeMounts":[{"name":"v","mountPath":"/a"},{"name":"v","mountPath":"/a"}]""", "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique")]
    [InlineData(""","volumeMounts":[{"name":"v","mountPath":"/a","subPath":"../x"}]""", "spec.containers[0].volumeMounts.subPath: Invalid value: \"../x\": must not contain '..'")]
    [InlineData(""","livenessProbe":{}""", "spec.containers[0].livenessProbe: Required value: must specify a handler type")]
    [InlineData(""","livenessProbe":{"periodSeconds":5}""", "spec.containers[0].livenessProbe: Required value: must specify a handler type")]
    [InlineData(""","livenessProbe":{"exec":{"command":["a"]},"tcpSocket":{"port":1}}""", "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type")]
    [InlineData(""","livenessProbe":{"tcpSocket":{"port":1},"successThreshold":2}""", "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1")]
    [InlineData(""","readinessProbe":{"tcpSocket":{"port":0}}""", "spec.containers[0].readinessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive")]
    [InlineData(""","resources":{"requests":{"cpu":"-1"}}""", "spec.containers[0].resources.requests[cpu]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData(""","resources":{"requests":{"gpu":"1"}}""", "spec.containers[0].resources.requests[gpu]: Invalid value: \"gpu\": must be a standard resource for containers")]
    [InlineData(""","resources":{"requests":{"nvidia.com/gpu":"1"}}""", "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources")]
    [InlineData(""","securityContext":{"privileged":true,"allowPrivilegeEscalation":false}""", "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")]
    [InlineData(""","securityContext":{"seccompProfile":{"type":"Localhost"}}""", "spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost")]
    public void What_is_wrong_in_a_container_is_found(string more, string expected)
    {
        Assert.Contains(Find(Container(more)), f => f.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"dnsPolicy\":\"X\"", "spec.dnsPolicy: Unsupported value: \"X\": supported values: \"ClusterFirstWithHostNet\", \"ClusterFirst\", \"Default\", \"None\"")]
    [InlineData("\"dnsPolicy\":\"None\"", "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None")]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"emptyDir\":{},\"secret\":{\"secretName\":\"s\"}}]", "spec.volumes[0].secret: Forbidden: may not specify more than 1 volume type")]
    [InlineData("\"resources\":{\"requests\":{\"cpu\":\"1\"},\"claims\":[{\"name\":\"c\"}]}", "spec.resources.claims: Forbidden: claims cannot be set for Resources at pod-level")]
    [InlineData("\"resources\":{\"requests\":{\"pods\":\"1\"}}", "spec.resources.requests[pods]: Unsupported value: \"pods\"")]
    [InlineData("\"resources\":{\"requests\":{\"cpu\":\"2\"},\"limits\":{\"cpu\":\"1\"}}", "spec.resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1")]
    [InlineData("\"volumes\":[{\"name\":\"v\"},{\"name\":\"v\"}]", "spec.volumes[1].name: Duplicate value: \"v\"")]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"hostPath\":{\"path\":\"/a/../b\"}}]", "spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'")]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"m\",\"defaultMode\":512}}]", "spec.volumes[0].configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive")]
    [InlineData("\"tolerations\":[{\"operator\":\"Equal\",\"value\":\"x\"}]", "spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty")]
    [InlineData("\"tolerations\":[{\"key\":\"a\",\"operator\":\"Exists\",\"effect\":\"NoSchedule\",\"tolerationSeconds\":1}]", "spec.tolerations[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when `tolerationSeconds` is set")]
    [InlineData("\"activeDeadlineSeconds\":0", "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive")]
    [InlineData("\"nodeSelector\":{\"a b\":\"c\"}", "spec.nodeSelector: Invalid value: \"a b\"")]
    [InlineData("\"hostname\":\"A\"", "spec.hostname: Invalid value: \"A\"")]
    [InlineData("\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":[]}}}", "nodeSelectorTerms: Required value: must have at least one node selector term")]
    [InlineData("\"affinity\":{\"podAffinity\":{\"preferredDuringSchedulingIgnoredDuringExecution\":[{\"weight\":0,\"podAffinityTerm\":{\"topologyKey\":\"k\"}}]}}", "weight: Invalid value: 0: must be in the range 1-100")]
    [InlineData("\"topologySpreadConstraints\":[{\"maxSkew\":0,\"topologyKey\":\"z\",\"whenUnsatisfiable\":\"DoNotSchedule\"}]", "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero")]
    [InlineData("\"initContainers\":[{\"name\":\"c\",\"image\":\"i\"}]", "spec.initContainers[0].name: Duplicate value: \"c\"")]
    [InlineData("\"initContainers\":[{\"name\":\"d\",\"image\":\"i\",\"readinessProbe\":{\"tcpSocket\":{\"port\":1}}}]", "spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always")]
    public void What_is_wrong_in_a_spec_is_found(string field, string expected) =>
        Assert.Contains(Find($$"""{"containers":[{"name":"c","image":"i"}],{{field}}}"""), f => f.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_sidecar_may_have_probes() =>
        Assert.Empty(Find("""{"containers":[{"name":"c","image":"i"}],"initContainers":[{"name":"d","image":"i","restartPolicy":"Always","readinessProbe":{"tcpSocket":{"port":1}}}]}"""));

    [Theory]
    [InlineData("*/5 * * * *", null)]
    [InlineData("0 9-17/2 1,15 jan-mar mon-fri", null)]
    [InlineData("@daily", null)]
    [InlineData("@nope", "unrecognized descriptor: @nope")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59): 60")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("a * * * *", "failed to parse int from a: strconv.Atoi: parsing \"a\": invalid syntax")]
    public void Schedules_are_read_as_cron_does(string schedule, string? expected) => Assert.Equal(expected, CronSchedule.Error(schedule));

    [Theory]
    [InlineData("1.2.3.4", true)]
    [InlineData("fd00::1", true)]
    [InlineData("01.2.3.4", false)]
    [InlineData("1.2.3", false)]
    [InlineData("1.2.3.256", false)]
    [InlineData("fe80::1%eth0", false)]
    [InlineData("", false)]
    public void Addresses_are_read_strictly(string text, bool expected) => Assert.Equal(expected, Addresses.Address(text) is null);
}
