using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>What is sent says of what kind it is; the answers are those of upstream's server, recorded.</summary>
public sealed class SentKindTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps", Scheme = " in scheme \"pkg/api/legacyscheme/scheme.go:30\"", Unread = "the object provided is unrecognized (must be of type ConfigMap): ";

    [Theory]
    [InlineData("""{"kind":"X"}""", "X in version \"v1\" cannot be handled as a ConfigMap: no kind \"X\" is registered for version \"v1\"" + Scheme)]
    [InlineData("""{"apiVersion":"v2"}""", "ConfigMap in version \"v2\" cannot be handled as a ConfigMap: no kind \"ConfigMap\" is registered for version \"v2\"" + Scheme)]
    [InlineData("""{"kind":"PodList"}""", "PodList in version \"v1\" cannot be handled as a ConfigMap: converting (v1.PodList) to (core.ConfigMap): unknown conversion")]
    [InlineData("""{"kind":"DeleteOptions"}""", "DeleteOptions in version \"v1\" cannot be handled as a ConfigMap: converting (v1.DeleteOptions) to (core.ConfigMap): unknown conversion")]
    [InlineData("""{"kind":"Status"}""", "Status in version \"v1\" cannot be handled as a ConfigMap: converting (v1.Status) to (core.ConfigMap): unknown conversion")]
    [InlineData("""{"apiVersion":"__internal"}""", "the API version in the data (__internal) does not match the expected API version (v1)")]
    [InlineData("""{"apiVersion":"apps/__internal"}""", "ConfigMap in version \"__internal\" cannot be handled as a ConfigMap: no kind \"ConfigMap\" is registered for the internal version of group \"apps\"" + Scheme)]
    [InlineData("""{"apiVersion":"x/y/z"}""", Unread + "unexpected GroupVersion string: x/y/z ({\"apiVersion\":\"x/y/z\"})")]
    [InlineData("""{"kind":5}""", Unread + "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({\"kind\":5})")]
    [InlineData("""{"apiVersion":true}""", Unread + "couldn't get version/kind; json parse error: json: cannot unmarshal bool into Go struct field .apiVersion of type string ({\"apiVersion\":true})")]
    [InlineData("{} {}", Unread + "couldn't get version/kind; json parse error: invalid character '{' after top-level value ({} {})")]
    [InlineData("""{"binaryData":{"a":"x"}}""", "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: illegal base64 data at input byte 0")]
    public async Task What_is_of_another_kind_is_told_in_upstreams_words(string body, string message)
    {
        var (code, answer) = await cluster.Server.SendAsync("POST", Maps, body);
        Assert.Equal((400, message), (code, answer.TextAt("message")));
    }

    [Theory]
    [InlineData("certificates.k8s.io/v1/certificatesigningrequests", """{"apiVersion":"certificates.k8s.io/v1beta1","kind":"CertificateSigningRequest"}""", "the API version in the data (certificates.k8s.io/v1beta1) does not match the expected API version (certificates.k8s.io/v1)")]
    [InlineData("apps/v1/namespaces/default/deployments", """{"apiVersion":"extensions/v1beta1","kind":"Deployment"}""", "the API version in the data (extensions/v1beta1) does not match the expected API version (apps/v1)")]
    [InlineData("apps/v1/namespaces/default/deployments", """{"apiVersion":"apps/v1beta1","kind":"DaemonSet"}""", "DaemonSet in version \"v1beta1\" cannot be handled as a Deployment: no kind \"DaemonSet\" is registered for version \"apps/v1beta1\"" + Scheme)]
    public async Task Versions_that_are_served_no_more_are_known(string resource, string body, string message)
    {
        var (code, answer) = await cluster.Server.SendAsync("POST", "/apis/" + resource, body);
        Assert.Equal((400, message), (code, answer.TextAt("message")));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"other"}}""", 400, "the name of the object (other) does not match the name on the URL (scaled)")]
    [InlineData("""{"metadata":{"name":""}}""", 400, "the name of the object (scaled based on URL) was undeterminable: name must be provided")]
    [InlineData("""{"metadata":{"namespace":"other"}}""", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("""{"metadata":{"finalizers":["x"]},"spec":{"replicas":-1}}""", 422, "Scale.autoscaling \"scaled\" is invalid: [metadata.finalizers[0]: Invalid value: \"x\": name is neither a standard finalizer name nor is it fully qualified, spec.replicas: Invalid value: -1: must be greater than or equal to 0]")]
    [InlineData("""{"metadata":{"uid":"x"}}""", 409, "Operation cannot be fulfilled on deployments/scale.apps \"scaled\": Precondition failed: UID in precondition: x, UID in object meta: ")]
    [InlineData("""{"kind":"Deployment"}""", 422, " \"\" is invalid: patch: Invalid value: ")]
    [InlineData("""{"spec":{"replicas":0}}""", 200, "")]
    public async Task A_scale_is_checked_as_an_object_of_its_own(string patch, int expected, string message)
    {
        const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
        await cluster.Server.SendAsync("POST", Deployments, """{"metadata":{"name":"scaled"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        var (code, answer) = await cluster.Server.SendAsync("PATCH", Deployments + "/scaled/scale?dryRun=All", patch, "application/merge-patch+json");
        Assert.Equal(expected, code);
        Assert.StartsWith(message, answer.TextAt("message") ?? "", StringComparison.Ordinal);
        Assert.Null(code == 200 ? answer.At("spec", "replicas") : null);
    }

    [Theory]
    [InlineData("a/b", "\"a\": should be a domain with at least two segments separated by dots")]
    [InlineData("a.b/c/d", "\"a.b/c/d\": must be a fully qualified domain and path of the form 'example.com/signer-name'")]
    [InlineData("A.b/c", "\"A.b\": validating label \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")]
    [InlineData("a.b/C", "\"C\": validating label \"C\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")]
    public async Task The_name_of_a_signer_is_checked_part_by_part(string signer, string told)
    {
        var (code, answer) = await cluster.Server.SendAsync("POST", "/apis/certificates.k8s.io/v1/certificatesigningrequests", $$"""{"metadata":{"name":"n"},"spec":{"usages":["client auth"],"request":"eA==","signerName":"{{signer}}"} }""");
        Assert.Equal((422, $"CertificateSigningRequest.certificates.k8s.io \"n\" is invalid: [spec.request: Invalid value: \"eA==\": PEM block type must be CERTIFICATE REQUEST, spec.signerName: Invalid value: {told}]"), (code, answer.TextAt("message")));
    }
}
