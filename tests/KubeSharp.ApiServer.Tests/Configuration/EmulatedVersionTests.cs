using System.Collections.Immutable;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Features;

namespace KubeSharp.ApiServer.Tests.Configuration;

public sealed class EmulatedVersionTests
{
    [Theory]
    [InlineData("1.36", "", "1.36", "1.35")]
    [InlineData("kube=1.35", "", "1.35", "1.34")]
    [InlineData("kube=1.35", "kube=1.33", "1.35", "1.33")]
    [InlineData("", "1.36", "1.36", "1.36")]
    [InlineData("kube=v1.33", "", "1.33", "1.33")]
    public void A_version_up_to_three_before_its_own_may_be_emulated(string emulated, string minCompatibility, string read, string oldest)
    {
        var version = EmulatedVersion.Read(List(emulated), List(minCompatibility), "v1.36.2");
        Assert.Equal(("1.36", read, oldest), (version.Own.ToString(), version.Emulated.ToString(), version.MinCompatibility.ToString()));
    }

    [Theory]
    [InlineData("1.32", "", "emulation version 1.32 is not between [1.33, 1.36]")]
    [InlineData("kube=1.37", "", "emulation version 1.37 is not between [1.33, 1.36]")]
    [InlineData("2.36", "", "emulation version 2.36 is not between [1.33, 1.36]")]
    [InlineData("1.34", "1.35", "minCompatibilityVersion version 1.35 is not between [1.33, 1.34]")]
    [InlineData("", "1.32", "minCompatibilityVersion version 1.32 is not between [1.33, 1.36]")]
    [InlineData("wardle=1.2", "", "component not registered: wardle")]
    [InlineData("kube=1.35.1", "", "patch version not allowed, got: kube=1.35.1")]
    [InlineData("kube=x", "", "illegal version string \"x\"")]
    public void Another_may_not(string emulated, string minCompatibility, string told) =>
        Assert.Equal(told, Assert.Throws<FormatException>(() => EmulatedVersion.Read(List(emulated), List(minCompatibility), "v1.36.2")).Message);

    [Fact]
    public async Task It_is_told_beside_the_servers_own()
    {
        await using var server = await StartAsync("1.34");
        var (_, version) = await server.SendAsync("GET", "/version");
        Assert.Equal(("36", "34", "33"), (version.TextAt("minor"), version.TextAt("emulationMinor"), version.TextAt("minCompatibilityMinor")));
        Assert.Contains("version_info{binary=\"1.36\",component=\"kube\",emulation=\"1.34\",min_compat=\"1.33\"} 1", await server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.36", "containers.restartPolicyRules fileKeyRef hostnameOverride image resources")]
    [InlineData("1.35", "containers.restartPolicyRules fileKeyRef hostnameOverride image resources")]
    [InlineData("1.34", "resources")]
    [InlineData("1.33", "")]
    public async Task Fields_that_came_later_are_not_taken(string version, string taken)
    {
        await using var server = await StartAsync(version);
        // Volumes and values must come from something.
        var volume = taken.Contains("image", StringComparison.Ordinal) ? """{"name":"v","image":{"reference":"r"}}""" : """{"name":"v","emptyDir":{}}""";
        var variable = taken.Contains("fileKeyRef", StringComparison.Ordinal) ? """{"fileKeyRef":{"volumeName":"e","path":"p","key":"k"}}""" : """{"fieldRef":{"fieldPath":"metadata.name"}}""";
        var (code, made) = await server.SendAsync("POST", "/apis/apps/v1/namespaces/default/deployments", $$$$$$"""
            {"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostnameOverride":"h","resources":{"requests":{"cpu":"1"}},"volumes":[{{{{{{volume}}}}}},{"name":"e","emptyDir":{}}],
              "containers":[{"name":"c","image":"i","restartPolicy":"Always","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In","values":[1]}}],"env":[{"name":"E","valueFrom":{{{{{{variable}}}}}}}]}]}}}}
            """);
        Assert.True(code == 201, made.ToString());
        var spec = (ObjectNode)made.At("spec", "template", "spec")!;
        var container = ((ArrayNode)spec["containers"]!)[0];
        var (_, bare) = await server.SendAsync("POST", "/api/v1/namespaces/default/podtemplates", """{"metadata":{"name":"t"},"template":{"spec":{"volumes":[{"name":"v","image":{"reference":"r"}}],"containers":[{"name":"c","image":"i"}]}}}""");
        Assert.Equal(taken.Contains("image", StringComparison.Ordinal) ? null : "PodTemplate \"t\" is invalid: template.spec.volumes[0]: Required value: must specify a volume type", bare.TextAt("message"));
        (string, bool)[] found =
        [
            ("containers.restartPolicyRules", container.At("restartPolicyRules") is not null && container.At("restartPolicy") is not null), ("fileKeyRef", ((ArrayNode)container.At("env")!)[0].At("valueFrom", "fileKeyRef") is not null),
            ("hostnameOverride", spec["hostnameOverride"] is not null), ("image", ((ArrayNode)spec["volumes"]!)[0].At("image") is not null), ("resources", spec["resources"] is not null),
        ];
        Assert.Equal(taken, string.Join(' ', found.Where(static f => f.Item2).Select(static f => f.Item1)));
    }

    [Fact]
    public void What_an_object_had_before_stays()
    {
        var gated = GatedFields.Of(new EmulatedVersion(new(1, 36), new(1, 33), new(1, 33)), FeatureGates.Of(new(1, 33), new(1, 33)));
        var pod = (ObjectNode)Node.Parse("""{"spec":{"containers":[{"name":"c","restartPolicy":"Always"}],"hostnameOverride":"h"}}""");
        var old = (ObjectNode)Node.Parse("""{"spec":{"containers":[{"name":"c","restartPolicyRules":[]}]}}""");
        Assert.Equal("""{"spec":{"containers":[{"name":"c","restartPolicy":"Always"}]}}""", gated.Drop("pods", pod, old).ToString());
        Assert.Equal("""{"spec":{"containers":[{"name":"c"}]}}""", gated.Drop("pods", pod, null).ToString());
        Assert.Same(pod, GatedFields.None.Drop("pods", pod, null));
    }

    [Fact]
    public void Fields_of_alpha_features_are_dropped_unless_they_are_asked_for()
    {
        var gated = GatedFields.Of(new EmulatedVersion(new(1, 36), new(1, 36), new(1, 36)), FeatureGates.Of(new(1, 36), new(1, 36)));
        var pod = (ObjectNode)Node.Parse("""{"spec":{"hostnameOverride":"h","containers":[{"name":"c","lifecycle":{"stopSignal":"SIGUSR1"}}]}}""");
        Assert.Equal("""{"spec":{"hostnameOverride":"h","containers":[{"name":"c","lifecycle":{}}]}}""", gated.Drop("pods", pod, null).ToString());
        Assert.Same(pod, gated.Drop("pods", pod, pod));
        var slice = (ObjectNode)Node.Parse("""{"spec":{"devices":[{"name":"d","attributes":{"a":{"int":1,"strings":["s"]},"b":{"bool":true}}}]}}""");
        Assert.Equal("""{"spec":{"devices":[{"name":"d","attributes":{"a":{"int":1},"b":{"bool":true}}}]}}""", gated.Drop("resourceslices.resource.k8s.io", slice, null).ToString());
    }

    [Theory]
    [InlineData("1.36", "")]
    [InlineData("1.35", "admissionregistration.k8s.io/v1/mutatingadmissionpolicies admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings")]
    [InlineData("1.34", "admissionregistration.k8s.io/v1/mutatingadmissionpolicies admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings")]
    [InlineData("1.33", "admissionregistration.k8s.io/v1/mutatingadmissionpolicies admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings resource.k8s.io/v1/deviceclasses resource.k8s.io/v1/resourceclaims resource.k8s.io/v1/resourceclaimtemplates resource.k8s.io/v1/resourceslices storage.k8s.io/v1/volumeattributesclasses")]
    public async Task What_came_later_is_not_served(string version, string missing)
    {
        await using var server = await StartAsync(version);
        Assert.Equal(missing, string.Join(' ', Discovered().Except(await DiscoveredAsync(server)).Order(StringComparer.Ordinal)));
        foreach (var resource in missing.Split(' ', StringSplitOptions.RemoveEmptyEntries)) { Assert.Equal(404, (await server.SendAsync("GET", "/apis/" + resource)).Code); }
        Assert.Equal(version == "1.33" ? 404 : 200, (await server.SendAsync("GET", "/apis/resource.k8s.io/v1")).Code);
        Assert.Equal(version != "1.33", (await server.Client.GetStringAsync("/openapi/v3")).Contains("apis/resource.k8s.io/v1", StringComparison.Ordinal));
        Assert.Equal(201, (await server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""")).Code);
    }

    [Fact]
    public async Task What_is_asked_for_by_name_may_be_served_nevertheless()
    {
        await using var server = await StartAsync("1.33", isForwardCompatible: true, "resource.k8s.io/v1/deviceclasses", "certificates.k8s.io/v1beta1");
        Assert.Equal((200, 404), ((await server.SendAsync("GET", "/apis/resource.k8s.io/v1/deviceclasses")).Code, (await server.SendAsync("GET", "/apis/resource.k8s.io/v1/resourceslices")).Code));
        Assert.Equal(200, (await server.SendAsync("GET", "/apis/certificates.k8s.io/v1beta1/podcertificaterequests")).Code);
        await using var strict = await StartAsync("1.34", isForwardCompatible: false, "certificates.k8s.io/v1beta1");
        Assert.Equal((200, 404), ((await strict.SendAsync("GET", "/apis/certificates.k8s.io/v1beta1/clustertrustbundles")).Code, (await strict.SendAsync("GET", "/apis/certificates.k8s.io/v1beta1/podcertificaterequests")).Code));
    }

    [Theory]
    [InlineData("resource.k8s.io/v1", "1.33", "cannot enable version resource.k8s.io/v1 in runtime-config because all the resources have been introduced after the current version 1.33. Consider setting --runtime-config-emulation-forward-compatible=true")]
    [InlineData("certificates.k8s.io/v1beta1/podcertificaterequests", "1.34", "cannot enable resource certificates.k8s.io/v1beta1, Resource=podcertificaterequests in runtime-config because it is introduced at 1.35 after the current version 1.34. Consider setting --runtime-config-emulation-forward-compatible=true")]
    [InlineData("storage.k8s.io/v1", "1.33", null)]
    [InlineData("resource.k8s.io/v1", "1.34", null)]
    [InlineData("certificates.k8s.io/v1beta1", "1.34", null)]
    public void What_is_asked_for_and_came_later_is_an_error(string asked, string version, string? told)
    {
        void Check() => ResourceLifecycle.Check([asked], EmulatedVersion.Read([version], [], "v1.36.2"));
        if (told is null) { Check(); } else { Assert.Equal(told, Assert.Throws<FormatException>(Check).Message); }
    }

    private static ImmutableArray<string> List(string value) => value.Length == 0 ? [] : [value];

    private static IEnumerable<string> Discovered() => Facts.Read("discovery.json").Object("apis").Items("items").SelectMany(static g => g.Items("versions")
        .SelectMany(v => v.Items("resources").Select(r => $"{g.TextAt("metadata", "name")}/{v.Text("version")}/{r.Text("resource")}")));

    private static async Task<IEnumerable<string>> DiscoveredAsync(TestServer server)
    {
        var found = new List<string>();
        foreach (var group in (await server.SendAsync("GET", "/apis")).Body.Items("groups").SelectMany(static g => g.Items("versions")).Select(static v => v.Text("groupVersion")))
        {
            found.AddRange((await server.SendAsync("GET", "/apis/" + group)).Body.Items("resources").Select(r => $"{group}/{r.Text("name")}"));
        }
        return found;
    }

    private static Task<TestServer> StartAsync(string version, bool isForwardCompatible = false, params ImmutableArray<string> asked)
    {
        var versions = EmulatedVersion.Read([version], [], "v1.36.2");
        return TestServer.StartAsync(o => o with { EmulatedVersion = versions, Features = FeatureGates.Of(versions.Emulated, versions.MinCompatibility), IsForwardCompatible = isForwardCompatible, PreviewVersions = asked });
    }
}
