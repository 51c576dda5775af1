using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>Plug-ins that are on, by the tables of upstream's own tests of them.</summary>
public sealed class DefaultPluginsTests
{
    private static string Pod(string spec) => "{\"metadata\":{\"name\":\"p\",\"namespace\":\"ns\"},\"spec\":" + spec + "}";

    private static async Task<string> AskAsync(IAdmissionPlugin plugin, AdmissionRequest request) => await Admitting.AskAsync(plugin, request) is var answer && answer.StartsWith('{') ? "" : answer;

    [Theory]
    [InlineData("pods/eviction", false)]
    [InlineData("serviceaccounts/token", false)]
    [InlineData("configmaps", false)]
    [InlineData("localsubjectaccessreviews.authorization.k8s.io", true)]
    [InlineData("nodes", true)]
    public async Task Nothing_is_posted_into_a_namespace_that_ends_or_is_not_there(string resource, bool isAllowed)
    {
        var request = Admitting.Request(resource, """{"metadata":{"name":"a"}}""");
        var ending = new NamespaceLifecycle(new StoredObjects().With("namespaces", """{"metadata":{"name":"ns"},"status":{"phase":"Terminating"}}"""));
        Assert.Equal(isAllowed ? "" : $"403 {resource.Split('/')[0]} \"a\" is forbidden: unable to create new content in namespace ns because it is being terminated", await AskAsync(ending, request));
        Assert.Equal(isAllowed ? "" : "404 namespaces \"ns\" not found", await AskAsync(new NamespaceLifecycle(new StoredObjects()), request));
        Assert.Equal("", await AskAsync(ending, request with { Operation = AdmissionOperation.Update }));
    }

    [Fact]
    public async Task Images_are_pulled_where_they_are_new_and_who_takes_that_back_is_told()
    {
        const string Never = """{"initContainers":[{"image":"a","imagePullPolicy":"Never"}],"containers":[{"image":"b"}],"volumes":[{"image":{"reference":"c"}}]}""", Changed = """{"initContainers":[{"image":"a","imagePullPolicy":"Never"}],"containers":[{"image":"d"}]}""";
        Assert.Equal(Pod("""{"initContainers":[{"image":"a","imagePullPolicy":"Always"}],"containers":[{"image":"b","imagePullPolicy":"Always"}],"volumes":[{"image":{"reference":"c","pullPolicy":"Always"}}]}"""), await Admitting.AskAsync(new AlwaysPullImages(), Admitting.Request("pods", Pod(Never))));
        Assert.Equal("", await Admitting.AskAsync(new AlwaysPullImages(), Admitting.Request("pods", Pod(Never), Pod(Never))));
        Assert.Contains("Always", await Admitting.AskAsync(new AlwaysPullImages(), Admitting.Request("pods", Pod(Changed), Pod(Never))), StringComparison.Ordinal);
        Assert.Equal("", await Admitting.AskAsync(new AlwaysPullImages(), Admitting.Request("pods/status", Pod(Changed), Pod(Never))));
        var refused = await Assert.ThrowsAsync<Machinery.Statuses.StatusException>(async () => await new AlwaysPullImages().ValidateAsync(Admitting.Request("pods", Pod("""{"initContainers":[{"imagePullPolicy":"Never"}],"volumes":[{"image":{"pullPolicy":"IfNotPresent"}}]}""")), default));
        Assert.Equal((500, "[pods \"p\" is forbidden: spec.initContainers[0].imagePullPolicy: Unsupported value: \"Never\": supported values: \"Always\", pods \"p\" is forbidden: spec.volumes[0].image.pullPolicy: Unsupported value: \"IfNotPresent\": supported values: \"Always\"]"), (refused.Status.Code, refused.Status.Message));
    }

    [Theory]
    [InlineData("""{"serviceAccountName":"a"}""", "a mirror pod may not reference service accounts")]
    [InlineData("""{"volumes":[{"secret":{"secretName":"s"}}]}""", "a mirror pod may not reference secrets")]
    [InlineData("""{"volumes":[{"projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}]}""", "a mirror pod may not use ServiceAccountToken volume projections")]
    [InlineData("{}", "")]
    public async Task A_mirror_pod_has_neither_account_nor_secrets(string spec, string wrong) => Assert.Equal(wrong.Length == 0 ? "" : $"403 pods \"p\" is forbidden: {wrong}",
        await AskAsync(new ServiceAccountAdmission(new StoredObjects(), TimeProvider.System, new Random(1)), Admitting.Request("pods", "{\"metadata\":{\"name\":\"p\",\"annotations\":{\"kubernetes.io/config.mirror\":\"x\"}},\"spec\":" + spec + "}")));

    [Theory]
    [InlineData("""{"volumes":[{"secret":{"secretName":"foo"}}]}""", "")]
    [InlineData("""{"volumes":[{"secret":{"secretName":"bar"}}]}""", "volume with secret.secretName=\"bar\" is not allowed because service account a does not reference that secret")]
    [InlineData("""{"initContainers":[{"name":"c","env":[{"name":"e","valueFrom":{"secretKeyRef":{"name":"bar"}}}]}]}""", "init container c with envVar e referencing secret.secretName=\"bar\" is not allowed because service account a does not reference that secret")]
    [InlineData("""{"containers":[{"name":"c","envFrom":[{"secretRef":{"name":"foo"}},{"secretRef":{"name":"bar"}}]}]}""", "container c with envFrom referencing secret.secretName=\"bar\" is not allowed because service account a does not reference that secret")]
    [InlineData("""{"imagePullSecrets":[{"name":"pull"},{"name":"foo"}]}""", "imagePullSecrets[1].name=\"foo\" is not allowed because service account a does not reference that imagePullSecret")]
    public async Task An_account_that_wants_it_held_lends_its_own_secrets_only(string spec, string wrong)
    {
        var pod = (ObjectNode)Node.Parse(spec);
        string Json() => Pod(pod.Set("serviceAccountName", "a").ToString());
        ServiceAccountAdmission Plugin(string said) => new(new StoredObjects().With("serviceaccounts", "{\"metadata\":{\"name\":\"a\",\"namespace\":\"ns\",\"annotations\":{\"kubernetes.io/enforce-mountable-secrets\":\"" + said + "\"}},\"secrets\":[{\"name\":\"foo\"}],\"imagePullSecrets\":[{\"name\":\"pull\"}]}"), TimeProvider.System, new Random(1));
        Assert.Equal(wrong.Length == 0 ? "" : $"403 pods \"p\" is forbidden: {wrong}", await AskAsync(Plugin("true"), Admitting.Request("pods", Json())));
        Assert.Equal("", await AskAsync(Plugin("false"), Admitting.Request("pods", Json())));
        Assert.Equal("", await AskAsync(Plugin("true"), Admitting.Request("pods", Json(), Json())));
        Assert.Equal("500 ephemeral container d with envFrom referencing secret.secretName=\"bar\" is not allowed because service account a does not reference that secret",
            await AskAsync(Plugin("true"), Admitting.Request("pods/ephemeralcontainers", Pod("""{"serviceAccountName":"a","ephemeralContainers":[{"name":"d","envFrom":[{"secretRef":{"name":"bar"}}]}]}"""), Json())));
    }

    // Labels as mode=level or mode-version=version, and what comes of them.
    [Theory]
    [InlineData("", "privileged:latest privileged:latest privileged:latest")]
    [InlineData("enforce=baseline", "baseline:latest privileged:latest baseline:latest")]
    [InlineData("enforce=restricted enforce-version=v1.20", "restricted:v1.20 privileged:latest restricted:v1.20")]
    [InlineData("enforce=restricted enforce-version=v1.20 warn-version=v1.22", "restricted:v1.20 privileged:latest restricted:v1.22")]
    [InlineData("enforce=restricted warn=privileged", "restricted:latest privileged:latest privileged:latest")]
    [InlineData("enforce=foo", "restricted:latest privileged:latest privileged:latest")]
    [InlineData("enforce=baseline enforce-version=v1.020 audit=foo warn=foo", "baseline:latest privileged:latest privileged:latest")]
    public void Labels_say_what_pods_are_held_to(string labels, string wanted)
    {
        var said = labels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(ObjectNode.Empty, static (all, l) => all.Set(PodSecurityLevel.Label + l.Split('=')[0], l.Split('=')[1]));
        Assert.Equal(wanted, string.Join(' ', ((string[])["enforce", "audit", "warn"]).Select(m => PodSecurityLevel.Of(said, m, PodSecuritySettings.None))));
    }

    private static async Task<(string Answer, string[] Warnings)> NamespaceAsync(string labels, string? before, PodSecuritySettings? settings = null)
    {
        string Json(string l) => "{\"metadata\":{\"name\":\"ns\",\"labels\":" + l + "}}";
        var (warnings, objects) = (new List<string>(), new StoredObjects());
        foreach (var name in (string[])["b", "a", "c"]) { objects.With("pods", "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"ns\"},\"spec\":{\"hostNetwork\":true,\"containers\":[{\"name\":\"c\"}]}}"); }
        objects.With("pods", """{"metadata":{"name":"d","namespace":"ns"},"spec":{"hostNetwork":true,"containers":[{"name":"c","securityContext":{"privileged":true}}]}}""");
        return (await AskAsync(new PodSecurity(objects, settings ?? PodSecuritySettings.None, new()), Admitting.Request("namespaces", Json(labels), before is null ? null : Json(before)) with { Warn = warnings.Add }), [.. warnings]);
    }

    [Fact]
    public async Task A_namespace_is_told_of_its_pods_where_it_enforces_more()
    {
        const string Baseline = """{"pod-security.kubernetes.io/enforce":"baseline"}""", Restricted = """{"pod-security.kubernetes.io/enforce":"restricted"}""", Wrong = """{"pod-security.kubernetes.io/enforce":"foo"}""";
        string[] told = ["existing pods in namespace \"ns\" violate the new PodSecurity enforce level \"baseline:latest\"", "a (and 2 other pods): host namespaces", "d: host namespaces, privileged"];
        Assert.Equal(told, (await NamespaceAsync(Baseline, "{}")).Warnings);
        Assert.Empty((await NamespaceAsync(Baseline, Restricted)).Warnings);
        Assert.Empty((await NamespaceAsync(Baseline, Baseline)).Warnings);
        const string Invalid = "422 Namespace \"ns\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"foo\": must be one of privileged, baseline, restricted";
        Assert.Equal((Invalid, Invalid, ""), ((await NamespaceAsync(Wrong, null)).Answer, (await NamespaceAsync(Wrong, Baseline)).Answer, (await NamespaceAsync(Wrong, Wrong)).Answer));
        var exempt = PodSecuritySettings.None with { Namespaces = ["ns"] };
        const string Ignored = "namespace \"ns\" is exempt from Pod Security, and the policy (enforce=baseline:latest) will be ignored";
        Assert.Equal([Ignored, Ignored], [.. (await NamespaceAsync(Baseline, null, exempt)).Warnings, .. (await NamespaceAsync(Baseline, "{}", exempt)).Warnings]);
    }

    [Fact]
    public async Task A_pod_that_is_there_is_looked_at_when_its_images_change()
    {
        var plugin = new PodSecurity(new StoredObjects().With("namespaces", """{"metadata":{"name":"ns","labels":{"pod-security.kubernetes.io/enforce":"baseline"}}}"""), PodSecuritySettings.None, new());
        static string Json(string image, string more) => Pod("{\"hostNetwork\":true,\"containers\":[{\"name\":\"c\",\"image\":\"" + image + "\"}]" + more + "}");
        const string Refused = "403 pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)";
        Assert.Equal(("", Refused, Refused), (await AskAsync(plugin, Admitting.Request("pods", Json("a", ",\"activeDeadlineSeconds\":1"), Json("a", ""))), await AskAsync(plugin, Admitting.Request("pods", Json("b", ""), Json("a", ""))),
            await AskAsync(plugin, Admitting.Request("pods/ephemeralcontainers", Json("a", ",\"ephemeralContainers\":[{\"name\":\"d\",\"image\":\"e\"}]"), Json("a", "")))));
    }

    [Theory]
    [InlineData("{namespaces: [ok, Bad]}", "exemptions.namespaces[1]: Invalid value: \"Bad\"")]
    [InlineData("{runtimeClasses: [a, a]}", "exemptions.runtimeClasses[1]: Duplicate value: \"a\"")]
    [InlineData("{usernames: ['']}", "exemptions.usernames[0]: Invalid value: \"\": username must not be empty")]
    public void Who_is_exempt_is_checked(string exemptions, string wrong) => Assert.StartsWith(wrong, Assert.Throws<FormatException>(() => AdmissionConfigurationFile.Read(
        $"{{apiVersion: apiserver.config.k8s.io/v1, kind: AdmissionConfiguration, plugins: [{{name: PodSecurity, configuration: {{apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, exemptions: {exemptions}}}}}]}}", static _ => "")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Node", true)]
    [InlineData("", false)]
    [InlineData("Minion", false)]
    public async Task A_binding_to_a_node_bears_its_zone(string kind, bool isLabelled)
    {
        var plugin = new PodTopologyLabels(new StoredObjects().With("nodes", """{"metadata":{"name":"n","labels":{"topology.kubernetes.io/zone":"z","other":"o"}}}"""));
        var answer = (ObjectNode)Node.Parse(await Admitting.AskAsync(plugin, Admitting.Request("pods/binding", "{\"metadata\":{\"name\":\"p\"},\"target\":{\"kind\":\"" + kind + "\",\"name\":\"n\"}}")));
        Assert.Equal(isLabelled ? """{"topology.kubernetes.io/zone":"z"}""" : "{}", answer.Object("metadata").Object("labels").ToString());
    }

    [Theory]
    [InlineData("""{"cpu":"1"}""", """{"cpu":"1"}""", "")]
    [InlineData("""{"cpu":"1"}""", "{}", "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")]
    [InlineData("{}", """{"cpu":"1"}""", "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")]
    public async Task Overhead_that_came_later_must_be_the_classs(string own, string ofClass, string wrong)
    {
        var objects = new StoredObjects().With("runtimeclasses.node.k8s.io", "{\"metadata\":{\"name\":\"r\"}" + (ofClass == "{}" ? "" : ",\"overhead\":{\"podFixed\":" + ofClass + "}") + "}");
        var request = Admitting.Request("pods", Pod("{\"runtimeClassName\":\"r\",\"overhead\":" + own + "}"));
        var refused = await Record.ExceptionAsync(async () => await new RuntimeClassAdmission(objects).ValidateAsync(request, default));
        Assert.Equal(wrong.Length == 0 ? null : $"pods \"p\" is forbidden: {wrong}", refused?.Message);
    }
}
