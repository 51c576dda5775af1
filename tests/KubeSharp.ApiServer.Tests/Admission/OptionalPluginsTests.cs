using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>Plug-ins that are off unless asked for, by the tables of upstream's own tests of them.</summary>
public sealed class OptionalPluginsTests
{
    private static readonly Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> _anything = static (_, _) => new(true);

    private static StoredObjects Namespace(string annotations = "{}") => new StoredObjects().With("namespaces", $$$"""{"metadata":{"name":"ns","annotations":{{{annotations}}}}}""");

    private static string Pod(string spec) => $$$"""{"metadata":{"name":"p","namespace":"ns"},"spec":{{{spec}}}}""";

    [Fact]
    public void All_stand_in_upstreams_order_and_the_same_are_on()
    {
        // Upstream's own, without those that are alpha and do nothing, and the two that call webhooks.
        string[] all =
        [
            "AlwaysAdmit", "NamespaceAutoProvision", "NamespaceLifecycle", "NamespaceExists", "LimitPodHardAntiAffinityTopology", "LimitRanger", "ServiceAccount", "NodeRestriction", "TaintNodesByCondition", "AlwaysPullImages",
            "PodSecurity", "PodNodeSelector", "Priority", "DefaultTolerationSeconds", "PodTolerationRestriction", "EventRateLimit", "ExtendedResourceToleration", "DefaultStorageClass",
            "StorageObjectInUseProtection", "OwnerReferencesPermissionEnforcement", "PersistentVolumeClaimResize", "RuntimeClass", "CertificateApproval", "CertificateSigning", "ClusterTrustBundleAttest", "CertificateSubjectRestriction",
            "DefaultIngressClass", "DenyServiceExternalIPs", "PodTopologyLabels", "NodeDeclaredFeatureValidator", "PodResizeValidator", "MutatingAdmissionPolicy", "ValidatingAdmissionPolicy", "ResourceQuota", "AlwaysDeny",
        ];
        string[] off =
        [
            "AlwaysAdmit", "NamespaceAutoProvision", "NamespaceExists", "LimitPodHardAntiAffinityTopology", "AlwaysPullImages", "PodNodeSelector", "PodTolerationRestriction", "EventRateLimit", "ExtendedResourceToleration",
            "OwnerReferencesPermissionEnforcement", "DenyServiceExternalIPs", "AlwaysDeny",
        ];
        var options = new AdmissionOptions { Objects = new StoredObjects(), IsAllowed = _anything, RulesOf = static (_, _) => [] };
        static IEnumerable<string> Names(AdmissionOptions options) => AdmissionPlugins.Create(options).Select(static p => p.Name).Except(["CertificateRequester", "RbacEscalation"]);
        Assert.Equal(all, Names(options with { Enabled = [.. off] }));
        Assert.Equal(all.Except(off), Names(options with { Disabled = ["JobValidation", "PodGroupProtection", "PodGroupWorkloadExists"] }));
        Assert.Equal("[AlwaysDeny ServiceAccount] in enable-admission-plugins and disable-admission-plugins overlapped", Fails(options with { Enabled = ["AlwaysDeny", "ServiceAccount"], Disabled = ["ServiceAccount", "AlwaysDeny"] }));
        Assert.Equal("disable-admission-plugins plugin \"Weather\" is unknown", Fails(options with { Disabled = ["Weather"] }));
        Assert.Equal("couldn't init admission plugin \"ImagePolicyWebhook\": no config specified", Fails(options with { Enabled = ["ImagePolicyWebhook"] }));
        Assert.DoesNotContain("NodeDeclaredFeatureValidator", Names(options with { Features = options.Features.With("NodeDeclaredFeatures=false") }));

        static string Fails(AdmissionOptions options) => Assert.Throws<ArgumentException>(() => AdmissionPlugins.Create(options)).Message.Split(" (Parameter")[0];
    }

    [Fact]
    public async Task Everything_or_nothing()
    {
        var request = Admitting.Request("configmaps", """{"metadata":{"name":"c"}}""");
        Assert.Equal("""{"metadata":{"name":"c"}}""", await Admitting.AskAsync(new AlwaysAdmit(), request));
        Assert.Equal("403 configmaps \"c\" is forbidden: admission control is denying all modifications", await Admitting.AskAsync(new AlwaysDeny(), request));
        Assert.Equal("403 configmaps \"c\" is forbidden: admission control is denying all modifications", await Admitting.AskAsync(new AlwaysDeny(), request with { Operation = AdmissionOperation.Connect }));
    }

    [Fact]
    public async Task A_namespace_is_made_for_what_is_made_in_it_and_for_nothing_else()
    {
        var (objects, request) = (new StoredObjects(), Admitting.Request("pods", Pod("{}")));
        var plugin = new NamespaceAutoProvision(objects);
        foreach (var other in (AdmissionRequest[])[request with { DryRun = true }, request with { Operation = AdmissionOperation.Update }, Admitting.Request("namespaces", """{"metadata":{"name":"ns"}}"""), Admitting.Request("nodes", """{"metadata":{"name":"n"}}""")])
        {
            await Admitting.AskAsync(plugin, other);
            Assert.Empty(objects.List("namespaces"));
        }
        for (var i = 0; i < 2; i++) { Assert.Equal(Pod("{}"), await Admitting.AskAsync(plugin, request)); }
        Assert.Equal("ns", Assert.Single(objects.List("namespaces")).Object("metadata").Text("name"));
    }

    [Fact]
    public async Task What_is_in_no_namespace_is_not_found()
    {
        var request = Admitting.Request("pods", Pod("{}"));
        foreach (var operation in (AdmissionOperation[])[AdmissionOperation.Create, AdmissionOperation.Update, AdmissionOperation.Delete])
        {
            Assert.Equal("404 namespaces \"ns\" not found", await Admitting.AskAsync(new NamespaceExists(new StoredObjects()), request with { Operation = operation }));
            Assert.Equal(Pod("{}"), await Admitting.AskAsync(new NamespaceExists(Namespace()), request with { Operation = operation }));
        }
        Assert.Equal("", await Admitting.AskAsync(new NamespaceExists(new StoredObjects()), Admitting.Request("nodes", """{"metadata":{"name":"n"}}""")));
    }

    [Theory]
    [InlineData("""{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone"}]}}""", "")]
    [InlineData("""{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname"}]}}""", "")]
    [InlineData("""{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{"topologyKey":"zone"}}]}}""", "")]
    [InlineData("""{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname"},{"topologyKey":"zone"}]}}""", "zone")]
    [InlineData("""{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":" zone "}]}}""", " zone ")]
    public async Task Pods_keep_others_off_nodes_only(string affinity, string wrong) =>
        Assert.Equal(wrong.Length == 0 ? Pod($$$"""{"affinity":{{{affinity}}}}""") : $"403 pods \"p\" is forbidden: affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey {wrong} but only key kubernetes.io/hostname is allowed",
            await Admitting.AskAsync(new LimitPodHardAntiAffinityTopology(), Admitting.Request("pods", Pod($$$"""{"affinity":{{{affinity}}}}"""))));

    private const string First = """{"key":"example.com/device-ek","operator":"Exists","effect":"NoSchedule"}""", Second = """{"key":"example.com/device-dp","operator":"Exists","effect":"NoSchedule"}""";

    [Theory]
    [InlineData("cpu", "memory", "", "")]
    [InlineData("example.com/device-ek", "cpu", "", First)]
    [InlineData("cpu", "example.com/device-dp", "", Second)]
    [InlineData("example.com/device-ek", "example.com/device-dp", "", Second + "," + First)]
    [InlineData("example.com/device-ek", "cpu", First, First)]
    [InlineData("example.com/device-ek", "cpu", """{"key":"foo","operator":"Equal","value":"bar","effect":"NoSchedule"}""", """{"key":"foo","operator":"Equal","value":"bar","effect":"NoSchedule"},""" + First)]
    [InlineData("example.com/device-ek", "cpu", """{"key":"example.com/device-ek","operator":"Equal","value":"foo","effect":"NoExecute"}""", """{"key":"example.com/device-ek","operator":"Equal","value":"foo","effect":"NoExecute"},""" + First)]
    [InlineData("example.com/device-ek", "cpu", """{"operator":"Exists"}""", """{"operator":"Exists"},""" + First)]
    [InlineData("requests.example.com/a", "foo.kubernetes.io/a", "", "")]
    public async Task Who_asks_for_an_extended_resource_bears_its_taint(string container, string initial, string before, string after)
    {
        string Json(string tolerations) => Pod($$$$"""{"containers":[{"resources":{"requests":{"{{{{container}}}}":"1"}}}],"initContainers":[{"resources":{"requests":{"{{{{initial}}}}":"1"}}}]{{{{(tolerations.Length > 0 ? $",\"tolerations\":[{tolerations}]" : "")}}}}}""");
        Assert.Equal(Json(after), await Admitting.AskAsync(new ExtendedResourceToleration(), Admitting.Request("pods", Json(before))));
    }

    // A refusal begins with a capital letter.
    [Theory]
    [InlineData("", null, "", "{}", "{}")]
    [InlineData("infra = false", null, "", "{}", """{"infra":"false"}""")]
    [InlineData("", " infra = false ", "", "{}", """{"infra":"false"}""")]
    [InlineData("infra = false", "infra=true", "", "{}", """{"infra":"true"}""")]
    [InlineData("infra = false", "", "", "{}", "{}")]
    [InlineData("infra = false", "infra=true", "", """{"env":"test"}""", """{"infra":"true","env":"test"}""")]
    [InlineData("env = test", "infra=true", "", """{"infra":"false"}""", "403 pods \"p\" is forbidden: pod node label selector conflicts with its namespace node label selector")]
    [InlineData("env=dev", "infra=false, env = test", "", """{"env":"dev","color":"blue"}""", "403 pods \"p\" is forbidden: pod node label selector conflicts with its namespace node label selector")]
    [InlineData("env=dev", "infra=false, env = dev", "env=dev, infra=false, color=blue", """{"env":"dev","color":"blue"}""", """{"infra":"false","env":"dev","color":"blue"}""")]
    [InlineData("env=dev", "infra=false, env = dev", "env=dev, infra=true, color=blue", """{"env":"dev","color":"blue"}""", "403 pods \"p\" is forbidden: pod node label selector labels conflict with its namespace whitelist")]
    [InlineData("env=dev", null, "env=prd", "{}", "403 pods \"p\" is forbidden: pod node label selector labels conflict with its namespace whitelist")]
    [InlineData("", "infra", "", "{}", "500 invalid selector: [infra]")]
    [InlineData("", "a=b=c", "", "{}", "500 invalid selector: [a b c]")]
    public async Task Pods_go_where_their_namespace_says(string cluster, string? ofNamespace, string allowed, string own, string wanted)
    {
        var objects = Namespace(ofNamespace is null ? "{}" : $$$"""{"scheduler.alpha.kubernetes.io/node-selector":"{{{ofNamespace}}}"}""");
        var plugin = new PodNodeSelector(objects, ImmutableDictionary<string, string>.Empty.Add("clusterDefaultNodeSelector", cluster).Add("ns", allowed));
        Assert.Equal(wanted.StartsWith('{') ? Pod($$$"""{"nodeSelector":{{{wanted}}}}""") : wanted, await Admitting.AskAsync(plugin, Admitting.Request("pods", Pod($$$"""{"nodeSelector":{{{own}}}}"""))));
        Assert.Equal("", await Admitting.AskAsync(plugin, Admitting.Request("pods", Pod("{}"), Pod("{}"))));
    }

    private const string One = """[{"key":"testKey","operator":"Equal","value":"testValue","effect":"NoSchedule"}]""", Other = """[{"key":"testKey","operator":"Equal","value":"testValue1","effect":"NoSchedule"}]""";
    private const string Both = """[{"key":"testKey","operator":"Equal","value":"testValue1","effect":"NoSchedule"},{"key":"testKey","operator":"Equal","value":"testValue","effect":"NoSchedule"}]""";
    private const string Pressed = """[{"key":"testKey","operator":"Equal","value":"testValue","effect":"NoSchedule"},{"key":"node.kubernetes.io/memory-pressure","operator":"Exists","effect":"NoSchedule"}]""";
    private const string Conflict = "500 pod tolerations (possibly merged with namespace default tolerations) conflict with its ";

    // What the cluster and the namespace give, what they allow, what the pod has and gets; no text: it is not said.
    [Theory]
    [InlineData(One, null, null, null, "[]", One)]
    [InlineData(One, "[]", null, null, One, One)]
    [InlineData("[]", One, null, null, One, One)]
    [InlineData("[]", One, null, null, "[]", One)]
    [InlineData("[]", One, null, null, Other, Both)]
    [InlineData(One, "[]", null, null, Other, Other)]
    [InlineData(One, "", null, null, "[]", "[]")]
    [InlineData("[]", One, null, One, "[]", One)]
    [InlineData("[]", null, Other, "[]", One, One)]
    [InlineData("[]", One, null, Other, "[]", Conflict + "namespace whitelist")]
    [InlineData("[]", null, Other, null, One, Conflict + "cluster whitelist")]
    [InlineData("[]", One, null, "[]", "[]", Pressed, "cpu")]
    [InlineData("[]", "[{]", null, null, "[]", "500 invalid character ']' looking for beginning of object key string")]
    [InlineData("[]", "{}", null, null, "[]", "500 json: cannot unmarshal object into Go value of type []v1.Toleration")]
    public async Task Pods_tolerate_what_their_namespace_gives_and_allows(string cluster, string? gives, string? clusterAllows, string? allows, string own, string wanted, string asks = "")
    {
        ObjectNode annotations = ObjectNode.Empty;
        if (gives is not null) { annotations = annotations.Set("scheduler.alpha.kubernetes.io/defaultTolerations", gives); }
        if (allows is not null) { annotations = annotations.Set("scheduler.alpha.kubernetes.io/tolerationsWhitelist", allows); }
        string Json(string tolerations) => Pod($$$"""{"containers":[{"resources":{"requests":{{{(asks.Length > 0 ? "{\"cpu\":\"1\"}" : "{}")}}}}}],"tolerations":{{{tolerations}}}}""");
        var settings = new TolerationSettings((ArrayNode)Node.Parse(cluster), (ArrayNode)Node.Parse(clusterAllows ?? "[]"));
        var plugin = new PodTolerationRestriction(Namespace(annotations.ToString()), settings);
        Assert.Equal(wanted.StartsWith('[') ? Json(wanted) : wanted, await Admitting.AskAsync(plugin, Admitting.Request("pods", Json(own))));
        // What is there gets nothing of the namespace any more.
        if (wanted == One) { Assert.Equal(Json("[]"), await Admitting.AskAsync(plugin, Admitting.Request("pods", Json("[]"), Json("[]")))); }
    }

    private const string Controller = """{"apiVersion":"v1","kind":"ReplicationController","name":"rc1","uid":"1"}""", Blocking = """{"apiVersion":"v1","kind":"ReplicationController","name":"rc1","uid":"1","blockOwnerDeletion":true}""";
    private const string Daemon = """{"apiVersion":"apps/v1","kind":"DaemonSet","name":"ds1","uid":"2","blockOwnerDeletion":true}""", Node1 = """{"apiVersion":"v1","kind":"Node","name":"n","uid":"3","blockOwnerDeletion":true}""";
    private const string NotDeleted = "403 pods \"p\" is forbidden: cannot set an ownerRef on a resource you can't delete: , <nil>", NotHeld = "403 pods \"p\" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: , <nil>";

    // Who may do all but these: a verb and a resource.
    [Theory]
    [InlineData("", null, Blocking + "," + Node1, "")]
    [InlineData("delete pods", null, Controller, "")]
    [InlineData("delete pods", Controller, Controller, "")]
    [InlineData("delete pods", "", Controller, NotDeleted)]
    [InlineData("delete pods", Controller, Controller + "," + Daemon, NotDeleted)]
    [InlineData("delete configmaps", "", Controller, "")]
    [InlineData("update replicationcontrollers", null, Controller, "")]
    [InlineData("update replicationcontrollers", null, Blocking, NotHeld)]
    [InlineData("update replicationcontrollers", null, Daemon, "")]
    [InlineData("update replicationcontrollers", Controller, Blocking, NotHeld)]
    [InlineData("update replicationcontrollers", Blocking, Controller, "")]
    [InlineData("update replicationcontrollers", Blocking, Blocking + "," + Daemon, "")]
    [InlineData("update nodes", null, Node1, NotHeld)]
    [InlineData("update nodes", null, """{"apiVersion":"a/v1","kind":"B","name":"c","uid":"4","blockOwnerDeletion":true}""", "403 pods \"p\" is forbidden: cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion a/v1 Kind B: no matches for kind \"B\" in version \"a/v1\"")]
    public async Task Owners_are_named_by_those_who_may_delete_and_held_back_by_those_who_may_finalize(string not, string? before, string owners, string wanted)
    {
        var asked = new List<string>();
        var plugin = new OwnerReferencesPermissionEnforcement(static (g, v, k) => ApiResources.All.Where(r => r.Group == g && r.Version == v && r.Kind == k), (a, _) =>
        {
            asked.Add($"{a.Verb} {a.Resource}/{a.Subresource} {a.Namespace}/{a.Name}");
            return new($"{a.Verb} {a.Resource}" != not && (a.Resource != "*" || not.Length == 0));
        });
        string Json(string refs) => $$$"""{"metadata":{"name":"p","ownerReferences":[{{{refs}}}]}}""";
        Assert.Equal(wanted.Length > 0 ? wanted : Json(owners), await Admitting.AskAsync(plugin, Admitting.Request("pods", Json(owners), before is null ? null : Json(before))));
        Assert.Equal("", await Admitting.AskAsync(plugin, Admitting.Request("pods/status", Json(owners), Json(""))));
        if (not == "update nodes") { Assert.Equal("update */finalizers /*", asked[0]); }
        if (owners == Node1) { Assert.Equal("update nodes/finalizers /n", asked[1]); }
    }

    [Theory]
    [InlineData("""{"resources":{"limits":{"cpu":"2"}}}""", """{"resources":{"limits":{"cpu":"1"}}}""", "InPlacePodLevelResourcesVerticalScaling")]
    [InlineData("""{"resources":{"limits":{"cpu":"1000m"}}}""", """{"resources":{"limits":{"cpu":"1"}}}""", "")]
    [InlineData("""{"initContainers":[{"resources":{"limits":{"cpu":"2"}}}]}""", """{"initContainers":[{"resources":{"limits":{"cpu":"1"}}}]}""", "InPlacePodVerticalScalingInitContainers")]
    [InlineData("""{"initContainers":[{"restartPolicy":"Always","resources":{"limits":{"cpu":"2"}}}]}""", """{"initContainers":[{"restartPolicy":"Always","resources":{"limits":{"cpu":"1"}}}]}""", "")]
    [InlineData("""{"containers":[{"resources":{"limits":{"cpu":"2"}}}]}""", """{"containers":[{"resources":{"limits":{"cpu":"1"}}}]}""", "")]
    [InlineData("""{"resources":{"limits":{"cpu":"2"}},"initContainers":[{"resources":{"limits":{"cpu":"2"}}}]}""", """{"resources":{},"initContainers":[{}]}""", "InPlacePodLevelResourcesVerticalScaling, InPlacePodVerticalScalingInitContainers")]
    public async Task A_node_must_have_declared_what_a_change_of_its_pod_needs(string spec, string before, string needed)
    {
        static string Json(string spec, int generation, string node) => $$$"""{"metadata":{"name":"p","generation":{{{generation}}}},"spec":{{{((ObjectNode)Node.Parse(spec)).Set("nodeName", node)}}}}""";
        async Task<string> AskAsync(string node, string resource = "pods/resize", int generation = 2) =>
            await Admitting.AskAsync(new NodeDeclaredFeatureValidator(new StoredObjects().With("nodes", """{"metadata":{"name":"old"}}""").With("nodes", """{"metadata":{"name":"new"},"status":{"declaredFeatures":["A","InPlacePodLevelResourcesVerticalScaling","InPlacePodVerticalScalingInitContainers"]}}""")),
                Admitting.Request(resource, Json(spec, generation, node), Json(before, 1, node))) is var answer && answer.StartsWith("{") ? "" : answer;
        Assert.Equal(needed.Length == 0 ? "" : $"403 pods \"p\" is forbidden: pod update requires features {needed} which are not available on node \"old\"", await AskAsync("old"));
        Assert.Equal(needed.Length == 0 ? "" : "403 pods \"p\" is forbidden: node \"gone\" not found", await AskAsync("gone"));
        Assert.Equal(["", "", "", ""], [await AskAsync("new"), await AskAsync(""), await AskAsync("old", "pods/status"), await AskAsync("old", generation: 1)]);
    }
}
