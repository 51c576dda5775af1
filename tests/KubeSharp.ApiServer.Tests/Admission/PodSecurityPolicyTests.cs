using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>Pod security policies as the source document sets them up, and as v1.24's documentation describes them.</summary>
public sealed class PodSecurityPolicyTests
{
    private const string Open = "\"seLinux\":{\"rule\":\"RunAsAny\"},\"supplementalGroups\":{\"rule\":\"RunAsAny\"},\"runAsUser\":{\"rule\":\"RunAsAny\"},\"fsGroup\":{\"rule\":\"RunAsAny\"},\"volumes\":[\"*\"]";

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(static o => o with { EnabledAdmission = ["PodSecurityPolicy"] });

    private static async Task PolicyAsync(TestServer server, string name, string spec, string group = "policy", string annotations = "")
    {
        var (code, made) = await server.SendAsync("POST", $"/apis/{group}/v1beta1/podsecuritypolicies", "{\"metadata\":{\"name\":\"" + name + "\",\"annotations\":{" + annotations + "}},\"spec\":{" + spec + "}}");
        Assert.True(code == 201, made.ToString());
        await server.SendAsync("GET", $"/apis/{group}/v1beta1/podsecuritypolicies");
    }

    // What kubectl create role and rolebinding send.
    private static async Task AllowAsync(TestServer server, string ns, string policy, string subject, string group = "policy")
    {
        var rbac = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}";
        await server.SendAsync("POST", rbac + "/roles", "{\"metadata\":{\"name\":\"psp:" + policy + "\"},\"rules\":[{\"apiGroups\":[\"" + group + "\"],\"resources\":[\"podsecuritypolicies\"],\"resourceNames\":[\"" + policy + "\"],\"verbs\":[\"use\"]}]}");
        var (code, made) = await server.SendAsync("POST", rbac + "/rolebindings", "{\"metadata\":{\"generateName\":\"psp-\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"Role\",\"name\":\"psp:" + policy + "\"},\"subjects\":[" + subject + "]}");
        Assert.True(code == 201, made.ToString());
        await server.SendAsync("GET", rbac + "/rolebindings");
    }

    private static async Task<string> NamespaceAsync(TestServer server, string name = "team")
    {
        if (name != "kube-system") { await server.SendAsync("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + name + "\"}}"); }
        await server.SendAsync("POST", $"/api/v1/namespaces/{name}/serviceaccounts", """{"metadata":{"name":"default"},"automountServiceAccountToken":false}""");
        await server.SendAsync("POST", $"/apis/rbac.authorization.k8s.io/v1/namespaces/{name}/rolebindings", """{"metadata":{"name":"editor"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"admin"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"jane"},{"kind":"ServiceAccount","namespace":"kube-system","name":"replicaset-controller"}]}""");
        await server.SendAsync("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", """{"metadata":{"name":"pods"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["*"]}]}""");
        await server.SendAsync("POST", $"/apis/rbac.authorization.k8s.io/v1/namespaces/{name}/rolebindings", """{"metadata":{"name":"pods"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"pods"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"jane"}]}""");
        return name;
    }

    private const string Jane = """{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"jane"}""";

    private static Task<(int Code, ObjectNode Body)> PodAsync(TestServer server, string ns, string context = "", string spec = "", string name = "p") => server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods",
        "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"securityContext\":{" + context + "}}]" + spec + "}}", user: "jane");

    [Fact]
    public async Task The_dashboard_of_the_source_document_runs_under_its_policy()
    {
        await using var server = await StartAsync();
        await NamespaceAsync(server, "kube-system");
        await server.SendAsync("POST", "/api/v1/namespaces/kube-system/serviceaccounts", """{"metadata":{"name":"kubernetes-dashboard"}}""");
        await PolicyAsync(server, "dashboard", "\"privileged\":false," + Open, "extensions");
        const string Pod = """{"metadata":{"name":"dashboard"},"spec":{"serviceAccountName":"kubernetes-dashboard","containers":[{"name":"c","image":"i"}]}}""";
        var (before, refused) = await server.SendAsync("POST", "/api/v1/namespaces/kube-system/pods", Pod, user: "jane");
        Assert.Equal((403, "pods \"dashboard\" is forbidden: PodSecurityPolicy: unable to admit pod: []"), (before, refused.TextAt("message")));
        await AllowAsync(server, "kube-system", "dashboard", """{"kind":"ServiceAccount","namespace":"kube-system","name":"kubernetes-dashboard"}""", "extensions");
        // kubectl --as=system:serviceaccount:kube-system:kubernetes-dashboard auth can-i use podsecuritypolicy/dashboard
        var (_, review) = await server.SendAsync("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"spec":{"user":"system:serviceaccount:kube-system:kubernetes-dashboard","resourceAttributes":{"namespace":"kube-system","verb":"use","group":"extensions","resource":"podsecuritypolicies","name":"dashboard"}}}""");
        Assert.Equal(BooleanNode.True, review.At("status", "allowed"));
        var (code, pod) = await server.SendAsync("POST", "/api/v1/namespaces/kube-system/pods", Pod, user: "jane");
        Assert.True(code == 201, pod.ToString());
        Assert.Equal("dashboard", pod.TextAt("metadata", "annotations", "kubernetes.io/psp"));
        var (privileged, why) = await server.SendAsync("POST", "/api/v1/namespaces/kube-system/pods", Pod.Replace("\"image\":\"i\"", "\"image\":\"i\",\"securityContext\":{\"privileged\":true}", StringComparison.Ordinal).Replace("\"name\":\"dashboard\"", "\"name\":\"other\"", StringComparison.Ordinal), user: "jane");
        Assert.Equal((403, "pods \"other\" is forbidden: PodSecurityPolicy: unable to admit pod: [spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed]"), (privileged, why.TextAt("message")));
    }

    [Fact]
    public async Task A_policy_that_changes_nothing_goes_before_one_that_does_and_then_the_name_decides()
    {
        await using var server = await StartAsync();
        var ns = await NamespaceAsync(server);
        await PolicyAsync(server, "a-filling", Open + ",\"requiredDropCapabilities\":[\"KILL\"]");
        await PolicyAsync(server, "b-foreign", Open);
        await PolicyAsync(server, "c-plain", Open);
        await PolicyAsync(server, "d-plain", Open);
        foreach (var name in (string[])["a-filling", "d-plain", "c-plain"]) { await AllowAsync(server, ns, name, Jane); }
        Assert.Equal("c-plain", (await PodAsync(server, ns)).Body.TextAt("metadata", "annotations", "kubernetes.io/psp"));
        await server.SendAsync("DELETE", "/apis/policy/v1beta1/podsecuritypolicies/c-plain");
        await server.SendAsync("DELETE", "/apis/policy/v1beta1/podsecuritypolicies/d-plain");
        await server.SendAsync("GET", "/apis/policy/v1beta1/podsecuritypolicies");
        var (_, filled) = await PodAsync(server, ns, name: "q");
        Assert.Equal("a-filling", filled.TextAt("metadata", "annotations", "kubernetes.io/psp"));
        Assert.Equal("""["KILL"]""", ((ArrayNode)filled.At("spec", "containers")!)[0].At("securityContext", "capabilities", "drop")!.ToString());
    }

    [Fact]
    public async Task What_a_pod_leaves_open_is_filled_in()
    {
        await using var server = await StartAsync();
        var ns = await NamespaceAsync(server);
        await PolicyAsync(server, "fill", """
            "seLinux":{"rule":"MustRunAs","seLinuxOptions":{"level":"s0:c1,c2","user":"u"}},"supplementalGroups":{"rule":"MustRunAs","ranges":[{"min":7,"max":9}]},"runAsUser":{"rule":"MustRunAs","ranges":[{"min":1000,"max":2000}]},
            "runAsGroup":{"rule":"MustRunAs","ranges":[{"min":3000,"max":3000}]},"fsGroup":{"rule":"MustRunAs","ranges":[{"min":5,"max":5}]},"volumes":["secret"],"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false,"defaultAddCapabilities":["CHOWN"],
            "runtimeClass":{"allowedRuntimeClassNames":["vm"],"defaultRuntimeClassName":"vm"}
            """, annotations: "\"seccomp.security.alpha.kubernetes.io/allowedProfileNames\":\"*\",\"seccomp.security.alpha.kubernetes.io/defaultProfileName\":\"runtime/default\"");
        await server.SendAsync("POST", "/apis/node.k8s.io/v1/runtimeclasses", """{"metadata":{"name":"vm"},"handler":"vm"}""");
        await AllowAsync(server, ns, "fill", Jane);
        var (code, pod) = await PodAsync(server, ns);
        Assert.True(code == 201, pod.ToString());
        Assert.Equal("""{"supplementalGroups":[7],"fsGroup":5,"seLinuxOptions":{"level":"s0:c1,c2","user":"u"},"seccompProfile":{"type":"RuntimeDefault"}}""", pod.At("spec", "securityContext")!.ToString());
        Assert.True(Node.Parse("""{"runAsUser":1000,"runAsGroup":3000,"capabilities":{"add":["CHOWN"]},"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false}""").Equals(((ArrayNode)pod.At("spec", "containers")!)[0].At("securityContext")), pod.ToString());
        Assert.Equal("vm", pod.TextAt("spec", "runtimeClassName"));
    }

    [Theory]
    [InlineData("\"privileged\":true", "", "spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed")]
    [InlineData("", ",\"hostNetwork\":true", "spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used")]
    [InlineData("", ",\"hostPID\":true", "spec.securityContext.hostPID: Invalid value: true: Host PID is not allowed to be used")]
    [InlineData("\"runAsUser\":0", "", "spec.containers[0].securityContext.runAsUser: Invalid value: 0: running with the root UID is forbidden")]
    [InlineData("\"runAsNonRoot\":false", "", "spec.containers[0].securityContext.runAsNonRoot: Invalid value: false: must be true")]
    [InlineData("\"capabilities\":{\"add\":[\"SYS_ADMIN\"]}", "", "spec.containers[0].securityContext.capabilities.add: Invalid value: \"SYS_ADMIN\": capability may not be added")]
    [InlineData("", ",\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}}]", "spec.volumes[0]: Invalid value: \"emptyDir\": emptyDir volumes are not allowed to be used")]
    [InlineData("", ",\"volumes\":[{\"name\":\"v\",\"hostPath\":{\"path\":\"/var/logs\"}}]", "spec.volumes[0].hostPath.pathPrefix: Invalid value: \"/var/logs\": is not allowed to be used")]
    [InlineData("", ",\"volumes\":[{\"name\":\"v\",\"hostPath\":{\"path\":\"/var/log/../lib\"}}]", "spec.volumes[0].hostPath.pathPrefix: Invalid value: \"/var/log/../lib\": is not allowed to be used")]
    [InlineData("\"allowPrivilegeEscalation\":true", "", "spec.containers[0].securityContext.allowPrivilegeEscalation: Invalid value: true: Allowing privilege escalation for containers is not allowed")]
    [InlineData("", ",\"securityContext\":{\"fsGroup\":8}", "spec.securityContext.fsGroup: Invalid value: [8]: group 8 must be in the ranges: [{1 5}]")]
    [InlineData("", ",\"securityContext\":{\"sysctls\":[{\"name\":\"kernel.msgmax\",\"value\":\"1\"}]}", "spec.securityContext.sysctls[0]: Forbidden: unsafe sysctl \"kernel.msgmax\" is not allowed")]
    [InlineData("", ",\"initContainers\":[{\"name\":\"i\",\"image\":\"i\",\"securityContext\":{\"privileged\":true}}]", "spec.initContainers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed")]
    public async Task What_the_policy_forbids_is_refused_with_its_place(string context, string spec, string reason)
    {
        await using var server = await StartAsync();
        var ns = await NamespaceAsync(server);
        await PolicyAsync(server, "strict", """
            "seLinux":{"rule":"RunAsAny"},"supplementalGroups":{"rule":"RunAsAny"},"runAsUser":{"rule":"MustRunAsNonRoot"},"fsGroup":{"rule":"MayRunAs","ranges":[{"min":1,"max":5}]},"volumes":["secret","hostPath"],
            "allowedHostPaths":[{"pathPrefix":"/var/log","readOnly":true}],"allowPrivilegeEscalation":false
            """);
        await AllowAsync(server, ns, "strict", Jane);
        var (code, refused) = await PodAsync(server, ns, context, spec);
        Assert.True(code is 403 or 422, refused.ToString());
        Assert.Contains(reason, refused.TextAt("message"), StringComparison.Ordinal);
        Assert.Equal(201, (await PodAsync(server, ns, name: "fine")).Code);
    }

    [Fact]
    public async Task An_ephemeral_container_is_held_to_the_policy_and_what_changes_metadata_is_not()
    {
        await using var server = await StartAsync();
        var ns = await NamespaceAsync(server);
        await PolicyAsync(server, "plain", Open);
        await AllowAsync(server, ns, "plain", Jane);
        Assert.Equal(201, (await PodAsync(server, ns)).Code);
        const string Strategic = "application/strategic-merge-patch+json";
        var (code, refused) = await server.SendAsync("PATCH", $"/api/v1/namespaces/{ns}/pods/p/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"d","image":"i","securityContext":{"privileged":true}}]}}""", Strategic);
        Assert.True(code == 403, refused.ToString());
        Assert.Contains("PodSecurityPolicy: unable to validate pod: [spec.ephemeralContainers[0].securityContext.privileged", refused.TextAt("message"), StringComparison.Ordinal);
        await server.SendAsync("DELETE", "/apis/policy/v1beta1/podsecuritypolicies/plain");
        await server.SendAsync("GET", "/apis/policy/v1beta1/podsecuritypolicies");
        Assert.Equal(200, (await server.SendAsync("PATCH", $"/api/v1/namespaces/{ns}/pods/p", """{"metadata":{"labels":{"a":"b"}}}""", Strategic, user: "jane")).Code);
        Assert.Equal(403, (await server.SendAsync("PATCH", $"/api/v1/namespaces/{ns}/pods/p", """{"spec":{"containers":[{"name":"c","image":"j"}]}}""", Strategic, user: "jane")).Code);
    }

    [Fact]
    public async Task Ranges_that_are_none_are_refused()
    {
        await using var server = await StartAsync();
        var (code, refused) = await server.SendAsync("POST", "/apis/policy/v1beta1/podsecuritypolicies", "{\"metadata\":{\"name\":\"x\"},\"spec\":{" + Open.Replace("\"fsGroup\":{\"rule\":\"RunAsAny\"}", "\"fsGroup\":{\"rule\":\"MustRunAs\",\"ranges\":[{\"min\":5,\"max\":1}]}", StringComparison.Ordinal) + "}}");
        Assert.Equal(422, code);
        Assert.Contains("min cannot be greater than max", refused.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_plug_in_policies_are_objects_only()
    {
        await using var server = await TestServer.StartAsync(static o => o with { RetiredVersions = ["policy/v1beta1"] });
        var ns = await NamespaceAsync(server);
        await PolicyAsync(server, "strict", Open);
        var (code, pod) = await PodAsync(server, ns, "\"privileged\":true");
        Assert.True(code == 201, pod.ToString());
        Assert.Null(pod.At("metadata", "annotations", "kubernetes.io/psp"));
    }
}
