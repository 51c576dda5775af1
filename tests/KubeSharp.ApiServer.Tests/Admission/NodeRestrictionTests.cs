using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>What nodes may write, and what they are told, by the tables of upstream's own tests.</summary>
public sealed class NodeRestrictionTests
{
    private const string User = "system:node:mynode";
    private const string Owner = """{"apiVersion":"v1","kind":"Node","name":"mynode","uid":"u","controller":true}""";

    private static NodeRestriction Plugin => new(new StoredObjects().With("nodes", """{"metadata":{"name":"mynode","uid":"u"}}""")
        .With("pods", """{"metadata":{"name":"mine","namespace":"ns","uid":"mu"},"spec":{"nodeName":"mynode"}}""").With("pods", """{"metadata":{"name":"other","namespace":"ns","uid":"ou"},"spec":{"nodeName":"othernode"}}"""), static (_, _) => new(false));

    private static async Task<string> AskAsync(AdmissionRequest request) => await Admitting.AskAsync(Plugin, request) is var answer && answer.StartsWith('{') ? "" : answer;

    private static string Mirror(string spec, string owners = Owner, string annotation = "kubernetes.io/config.mirror") => "{\"metadata\":{\"name\":\"m\",\"annotations\":{\"" + annotation + "\":\"x\"},\"ownerReferences\":[" + owners + "]},\"spec\":" + spec + "}";

    [Theory]
    [InlineData("""{"nodeName":"mynode"}""", "")]
    [InlineData("""{"nodeName":"othernode"}""", "node \"mynode\" can only create pods with spec.nodeName set to itself")]
    [InlineData("""{"nodeName":"mynode","serviceAccountName":"a"}""", "node \"mynode\" can not create pods that reference serviceaccounts")]
    [InlineData("""{"nodeName":"mynode","volumes":[{"secret":{"secretName":"s"}}]}""", "node \"mynode\" can not create pods that reference secrets")]
    [InlineData("""{"nodeName":"mynode","volumes":[{"azureFile":{"secretName":"s"}}]}""", "node \"mynode\" can not create pods that reference secrets")]
    [InlineData("""{"nodeName":"mynode","containers":[{"envFrom":[{"configMapRef":{"name":"c"}}]}]}""", "node \"mynode\" can not create pods that reference configmaps")]
    [InlineData("""{"nodeName":"mynode","resourceClaims":[{"name":"r","resourceClaimTemplateName":"t"}]}""", "node \"mynode\" can not create pods that reference resourceclaims")]
    [InlineData("""{"nodeName":"mynode","volumes":[{"persistentVolumeClaim":{"claimName":"c"}}]}""", "node \"mynode\" can not create pods that reference persistentvolumeclaims")]
    [InlineData("""{"nodeName":"mynode","volumes":[{"csi":{"driver":"d"}}]}""", "node \"mynode\" can not create pods that reference csidrivers (via CSI volumes)")]
    [InlineData("""{"nodeName":"mynode","volumes":[{"projected":{"sources":[{"downwardAPI":{}},{"serviceAccountToken":{"path":"t"}}]}}]}""", "node \"mynode\" can not create pods that reference serviceaccounts (via projected volumes)")]
    [InlineData("""{"nodeName":"mynode","volumes":[{"projected":{"sources":[{"clusterTrustBundle":{"path":"t"}}]}}]}""", "node \"mynode\" can not create pods that reference clustertrustbundles")]
    [InlineData("""{"nodeName":"mynode","volumes":[{"emptyDir":{}},{"hostPath":{"path":"/"}}]}""", "")]
    public async Task A_mirror_pod_names_nothing_of_the_api_servers(string spec, string wrong) => Assert.Equal(wrong.Length == 0 ? "" : $"403 pods \"m\" is forbidden: {wrong}", await AskAsync(Admitting.Request("pods", Mirror(spec), user: User)));

    [Theory]
    [InlineData("", "node \"mynode\" can only create pods with an owner reference set to itself")]
    [InlineData(Owner + "," + Owner, "node \"mynode\" can only create pods with a single owner reference set to itself")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","name":"other","uid":"u","controller":true}""", "node \"mynode\" can only create pods with an owner reference set to itself")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","name":"mynode","uid":"u"}""", "node \"mynode\" can only create pods with a controller owner reference set to itself")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","name":"mynode","uid":"u","controller":true,"blockOwnerDeletion":true}""", "node \"mynode\" must not set blockOwnerDeletion on an owner reference")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","name":"mynode","uid":"x","controller":true}""", "node mynode UID mismatch: expected x got u")]
    public async Task A_mirror_pod_belongs_to_its_node(string owners, string wrong) => Assert.Equal($"403 pods \"m\" is forbidden: {wrong}", await AskAsync(Admitting.Request("pods", Mirror("""{"nodeName":"mynode"}""", owners), user: User)));

    private static readonly AdmissionRequest _mine = Admitting.Request("pods", """{"metadata":{"name":"mine"},"spec":{"nodeName":"mynode"}}""", """{"metadata":{"name":"mine"},"spec":{"nodeName":"mynode"}}""", User);

    [Fact]
    public async Task Of_pods_a_node_writes_what_is_its_own()
    {
        var deletion = _mine with { Operation = AdmissionOperation.Delete, Object = null, OldObject = null };
        Assert.Equal("403 pods \"m\" is forbidden: pod does not have \"kubernetes.io/config.mirror\" annotation, node \"mynode\" can only create mirror pods", await AskAsync(Admitting.Request("pods", Mirror("{}", annotation: "a"), user: User)));
        Assert.Equal("403 pods \"mine\" is forbidden: unexpected operation \"UPDATE\", node \"mynode\" can only create and delete mirror pods", await AskAsync(_mine));
        Assert.Equal("", await AskAsync(deletion));
        Assert.Equal("403 pods \"other\" is forbidden: node \"mynode\" can only delete pods with spec.nodeName set to itself", await AskAsync(deletion with { Name = "other" }));
        Assert.Equal("404 pod \"gone\" not found", await AskAsync(deletion with { Name = "gone" }));
        Assert.Equal("403 pods \"mine\" is forbidden: unexpected pod subresource \"binding\", only 'status' and 'eviction' are allowed", await AskAsync(_mine with { Subresource = "binding" }));
        var eviction = Admitting.Request("pods/eviction", """{"metadata":{"name":"other"}}""", user: User);
        Assert.Equal(("403 pods \"other\" is forbidden: node mynode can only evict pods with spec.nodeName set to itself", "", "403 pods \"mine\" is forbidden: unexpected operation UPDATE"), (await AskAsync(eviction), await AskAsync(eviction with { Name = "mine" }), await AskAsync(_mine with { Subresource = "eviction" })));
    }

    [Theory]
    [InlineData("{}", """{"phase":"Running"}""", "")]
    [InlineData("""{"a":"b"}""", "{}", "node \"mynode\" cannot update labels through pod status")]
    [InlineData("{}", """{"resourceClaimStatuses":[{"name":"r","resourceClaimName":"c"}]}""", "node \"mynode\" cannot update resource claim statues")]
    [InlineData("{}", """{"extendedResourceClaimStatus":{"resourceClaimName":"c"}}""", "node \"mynode\" cannot update extended resource claim status")]
    public async Task Of_a_pods_status_a_node_leaves_what_is_not_its_own(string labels, string status, string wrong) => Assert.Equal(wrong.Length == 0 ? "" : $"403 pods \"mine\" is forbidden: {wrong}",
        await AskAsync(_mine with { Subresource = "status", Object = _mine.Object!.Edit("metadata", m => m.Set("labels", Node.Parse(labels))).Set("status", Node.Parse(status)) }));

    [Theory]
    [InlineData("""{"metadata":{"name":"mynode","labels":{"kubernetes.io/hostname":"x","foo":"y","node.kubernetes.io/a":"b"}}}""", null, "")]
    [InlineData("""{"metadata":{"name":"mynode","labels":{"node-restriction.kubernetes.io/b":"x","other.k8s.io/a":"y"}}}""", null, "node \"mynode\" is not allowed to set the following labels: node-restriction.kubernetes.io/b, other.k8s.io/a")]
    [InlineData("""{"metadata":{"name":"mynode"},"spec":{"configSource":{"configMap":{}}}}""", null, "node \"mynode\" is not allowed to create pods with a non-nil configSource")]
    [InlineData("""{"metadata":{"name":"mynode"},"spec":{"configSource":{"configMap":{}}}}""", """{"metadata":{"name":"mynode"}}""", "node \"mynode\" is not allowed to update configSource to a new non-nil configSource")]
    [InlineData("""{"metadata":{"name":"mynode"}}""", """{"metadata":{"name":"mynode","labels":{"x.kubernetes.io/a":"b"}},"spec":{"taints":[{"key":"a"}]}}""", "node \"mynode\" is not allowed to modify taints")]
    [InlineData("""{"metadata":{"name":"mynode"}}""", """{"metadata":{"name":"mynode","labels":{"x.kubernetes.io/a":"b"}}}""", "is not allowed to modify labels: x.kubernetes.io/a")]
    public async Task A_node_says_of_itself_what_steers_nothing(string now, string? before, string wrong) => Assert.Equal(wrong.Length == 0 ? "" : $"403 nodes \"mynode\" is forbidden: {wrong}", await AskAsync(Admitting.Request("nodes", now, before, User)));

    [Fact]
    public async Task Of_claims_a_node_tells_sizes_only()
    {
        const string Claim = """{"metadata":{"name":"c","resourceVersion":"1"},"spec":{"a":"b"},"status":{"phase":"Bound","capacity":{"storage":"1Gi"}}}""";
        Assert.Equal("403 persistentvolumeclaims \"c\" is forbidden: may only update PVC status", await AskAsync(Admitting.Request("persistentvolumeclaims", Claim, Claim, User)));
        Assert.Equal("", await AskAsync(Admitting.Request("persistentvolumeclaims/status", """{"metadata":{"name":"c"},"spec":{"a":"b"},"status":{"phase":"Bound","capacity":{"storage":"2Gi"},"conditions":[{"type":"Resizing"}],"allocatedResources":{"storage":"2Gi"}}}""", Claim, User)));
        Assert.StartsWith("403 persistentvolumeclaims \"c\" is forbidden: node \"mynode\" is not allowed to update fields other than status.quantity and status.conditions: ", await AskAsync(Admitting.Request("persistentvolumeclaims/status", """{"metadata":{"name":"c","labels":{"a":"b"}},"spec":{"a":"b"},"status":{"phase":"Bound"}}""", Claim, User)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN=system:node:mynode, O=system:nodes", "kubernetes.io/kubelet-serving", true)]
    [InlineData("CN=system:node:othernode, O=system:nodes", "kubernetes.io/kubelet-serving", false)]
    [InlineData("CN=system:node:othernode, O=system:nodes", "kubernetes.io/kube-apiserver-client-kubelet", false)]
    [InlineData("CN=system:node:othernode, O=system:nodes", "example.com/signer", true)]
    public async Task A_node_asks_for_certificates_of_its_own_name(string subject, string signer, bool isAllowed)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = Convert.ToBase64String(Encoding.ASCII.GetBytes(new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem()));
        Assert.Equal(isAllowed ? "" : "403 certificatesigningrequests.certificates.k8s.io \"c\" is forbidden: can only create a node CSR with CN=system:node:mynode",
            await AskAsync(Admitting.Request("certificatesigningrequests.certificates.k8s.io", "{\"metadata\":{\"name\":\"c\"},\"spec\":{\"signerName\":\"" + signer + "\",\"request\":\"" + pem + "\"}}", user: User)));
    }

    [Fact]
    public async Task Who_is_no_node_is_not_restricted_and_a_node_without_a_name_may_do_nothing()
    {
        Assert.Equal("", await AskAsync(_mine with { User = new("somebody", ["system:nodes"]) }));
        Assert.Equal("403 pods \"mine\" is forbidden: could not determine node from user \"system:node:\"", await AskAsync(_mine with { User = new("system:node:", ["system:nodes"]) }));
    }
}
