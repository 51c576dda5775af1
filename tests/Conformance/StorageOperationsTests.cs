using KubeSharp.Api.Core.V1;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Conformance.Tests;

/// <summary>Volumes, claims, and what drivers tell of themselves, as far as the API goes.</summary>
public sealed class StorageOperationsTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private const string Volumes = "/api/v1/persistentvolumes", Storage = "/apis/storage.k8s.io/v1";

    private TestServer Server => plane.Server;

    [Fact]
    public async Task A_volume_and_its_claim_go_through_their_lives()
    {
        var claims = await PlaceAsync();
        await Server.PostAsync(Volumes, Volume("pv-life", "life"));
        await Server.PostAsync(claims, Claim("pvc-life", "life"));
        Assert.Single(await Server.ListAsync($"{Volumes}?labelSelector=e2e%3Dlife"));
        Assert.Single(await Server.ListAsync($"{claims}?labelSelector=e2e%3Dlife"));
        await BoundAsync(claims + "/pvc-life");
        Assert.Equal("yes", (await Server.StrategicAsync($"{Volumes}/pv-life", """{"metadata":{"labels":{"patched":"yes"}}}""")).TextAt("metadata", "labels", "patched"));
        Assert.Equal("yes", (await Server.StrategicAsync($"{claims}/pvc-life", """{"metadata":{"labels":{"patched":"yes"}}}""")).TextAt("metadata", "labels", "patched"));
        await Server.ChangeAsync($"{Volumes}/pv-life", static v => v.With(["metadata", "labels", "updated"], "yes"));
        await Server.ChangeAsync($"{claims}/pvc-life", static v => v.With(["metadata", "labels", "updated"], "yes"));
        Assert.Single(await Server.ListAsync("/api/v1/persistentvolumeclaims?labelSelector=updated%3Dyes"));
        await Server.DeleteAsync($"{claims}?labelSelector=updated%3Dyes");
        await GoneAsync($"{claims}/pvc-life");
        await Server.DeleteAsync($"{Volumes}?labelSelector=updated%3Dyes");
        await GoneAsync($"{Volumes}/pv-life");
    }

    [Fact]
    public async Task The_statuses_of_a_volume_and_a_claim_are_read_patched_and_updated()
    {
        var claims = await PlaceAsync();
        await Server.PostAsync(Volumes, Volume("pv-status", "status"));
        await Server.PostAsync(claims, Claim("pvc-status", "status"));
        await BoundAsync(claims + "/pvc-status");
        Assert.Equal("Bound", (await Server.GetAsync($"{claims}/pvc-status/status")).TextAt("status", "phase"));
        Assert.Equal("Bound", (await Server.GetAsync($"{Volumes}/pv-status/status")).TextAt("status", "phase"));
        var claim = await Server.MergeAsync($"{claims}/pvc-status/status", """{"status":{"conditions":[{"type":"StatusPatched","status":"True","reason":"E2E patchedStatus","message":"Set from e2e test"}]}}""");
        Assert.True(claim["status"].Holds(Node.Parse("""{"conditions":[{"type":"StatusPatched","status":"True"}]}""")), claim.ToString());
        var volume = await Server.MergeAsync($"{Volumes}/pv-status/status", """{"status":{"message":"StatusPatched","reason":"E2E patchedStatus"}}""");
        Assert.Equal(("StatusPatched", "E2E patchedStatus"), (volume.TextAt("status", "message"), volume.TextAt("status", "reason")));
        claim = await Server.ChangeAsync($"{claims}/pvc-status/status", static c => c.With(["status", "conditions"], ((ArrayNode)c.At("status", "conditions")!).Add(Node.Parse("""{"type":"StatusUpdated","status":"True","reason":"E2E updatedStatus"}"""))));
        Assert.True(claim["status"].Holds(Node.Parse("""{"conditions":[{"type":"StatusUpdated"},{"type":"StatusPatched"}]}""")), claim.ToString());
        Assert.Equal("StatusUpdated", (await Server.ChangeAsync($"{Volumes}/pv-status/status", static v => v.With(["status", "message"], "StatusUpdated"))).TextAt("status", "message"));
        await Server.DeleteAsync($"{claims}/pvc-status");
        await Server.DeleteAsync($"{Volumes}/pv-status");
        await GoneAsync($"{Volumes}/pv-status");
    }

    [Fact]
    public async Task A_storage_class_a_driver_and_an_attributes_class_keep_what_may_not_change()
    {
        await Server.PostAsync($"{Storage}/storageclasses", """{"metadata":{"name":"sc"},"provisioner":"e2e-fake-provisioner","parameters":{"a":"b"}}""");
        Assert.Equal("yes", (await Server.StrategicAsync($"{Storage}/storageclasses/sc", """{"metadata":{"labels":{"patched":"yes"}}}""")).TextAt("metadata", "labels", "patched"));
        await Server.MergeAsync($"{Storage}/storageclasses/sc", """{"parameters":{"a":"c"}}""", 422);
        await Server.PostAsync($"{Storage}/csidrivers", """{"metadata":{"name":"inline-driver.example.com"},"spec":{"volumeLifecycleModes":["Ephemeral"],"attachRequired":false}}""");
        await Server.MergeAsync($"{Storage}/csidrivers/inline-driver.example.com", """{"spec":{"attachRequired":true}}""", 422);
        await Server.PostAsync($"{Storage}/volumeattributesclasses", """{"metadata":{"name":"vac"},"driverName":"e2e-fake.example.com","parameters":{"iops":"1"}}""");
        Assert.Equal("yes", (await Server.ChangeAsync($"{Storage}/volumeattributesclasses/vac", static v => v.With(["metadata", "labels"], ObjectNode.Of(("updated", "yes"))))).TextAt("metadata", "labels", "updated"));
        await Server.MergeAsync($"{Storage}/volumeattributesclasses/vac", """{"parameters":{"iops":"2"}}""", 422);
        await Server.DeleteAsync($"{Storage}/volumeattributesclasses?labelSelector=updated%3Dyes");
        await GoneAsync($"{Storage}/volumeattributesclasses/vac");
        foreach (var path in (string[])["storageclasses/sc", "csidrivers/inline-driver.example.com"])
        {
            await Server.DeleteAsync($"{Storage}/{path}");
            await Server.GetAsync($"{Storage}/{path}", 404);
        }
    }

    [Fact]
    public async Task A_volume_attachment_is_named_attached_and_detached()
    {
        const string path = Storage + "/volumeattachments";
        await Server.PostAsync(path, """{"metadata":{"name":"va","uid":"va"},"spec":{"attacher":"e2e-test.storage.k8s.io","nodeName":"node-1","source":{"persistentVolumeName":"pv"}},"status":{"attached":true}}""");
        Assert.Equal("false", $"{(await Server.GetAsync($"{path}/va/status")).At("status", "attached")}");
        Assert.Equal("true", $"{(await Server.MergeAsync($"{path}/va/status", """{"status":{"attached":true}}""")).At("status", "attached")}");
        Assert.Equal("false", $"{(await Server.ChangeAsync($"{path}/va/status", static v => v.With(["status", "attached"], false))).At("status", "attached")}");
        await Server.MergeAsync($"{path}/va", """{"spec":{"nodeName":"node-2"}}""", 422);
        await Server.DeleteAsync($"{path}/va");
        await Server.GetAsync($"{path}/va", 404);
    }

    [Fact]
    public async Task A_pod_may_name_a_driver_for_a_volume_in_its_spec()
    {
        var pods = (await PlaceAsync()).Replace("/persistentvolumeclaims", "/pods", StringComparison.Ordinal);
        foreach (var name in (string[])["one", "two"])
        {
            await Server.PostAsync(pods, ObjectNode.Of(("metadata", ObjectNode.Of(("name", name), ("labels", ObjectNode.Of(("e2e", "csi"))))), ("spec", Node.Parse("""{"nodeSelector":{"nowhere":"x"},"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","csi":{"driver":"e2e.example.com","fsType":"ext4","volumeAttributes":{"a":"b"}}}]}"""))).ToString());
        }
        var listed = await Server.ListAsync($"{pods}?labelSelector=e2e%3Dcsi");
        Assert.All(listed, static p => Assert.True(p["spec"].Holds(Node.Parse("""{"volumes":[{"name":"v","csi":{"driver":"e2e.example.com"}}]}"""))));
        await Server.StrategicAsync($"{pods}/one/status", """{"status":{"message":"patched"}}""");
        await Server.DeleteAsync($"{pods}?labelSelector=e2e%3Dcsi");
        await plane.AwaitAllAsync<Pod>(pods.Split('/')[4], static p => p.Count == 0, "no pods");
    }

    [Fact]
    public async Task A_driver_is_asked_to_attach_the_volumes_of_a_nodes_pods_and_to_detach_them()
    {
        var claims = await PlaceAsync();
        var pods = claims.Replace("/persistentvolumeclaims", "/pods", StringComparison.Ordinal);
        await Server.PostAsync($"{Storage}/csidrivers", """{"metadata":{"name":"e2e-fake-csi-driver.example.com"},"spec":{"attachRequired":true}}""");
        await Server.PostAsync(Volumes, Volume("pv-attach", "attach"));
        await Server.PostAsync(claims, Claim("pvc-attach", "attach"));
        await BoundAsync(claims + "/pvc-attach");
        await Server.PostAsync(pods, """{"metadata":{"name":"p"},"spec":{"terminationGracePeriodSeconds":1,"nodeSelector":{"kubernetes.io/hostname":"node-1"},"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"pvc-attach"}}]}}""");
        ObjectNode[] attachments = [];
        await CustomResourceKit.UntilAsync(async () => (attachments = [.. (await Server.ListAsync($"{Storage}/volumeattachments")).Where(static a => a.TextAt("spec", "source", "persistentVolumeName") == "pv-attach")]).Length == 1, "an attachment");
        Assert.Equal(("node-1", "e2e-fake-csi-driver.example.com"), (attachments[0].TextAt("spec", "nodeName"), attachments[0].TextAt("spec", "attacher")));
        var path = $"{Storage}/volumeattachments/{attachments[0].TextAt("metadata", "name")}";
        await Server.MergeAsync(path + "/status", """{"status":{"attached":true}}""");
        await CustomResourceKit.UntilAsync(async () => (await Server.GetAsync("/api/v1/nodes/node-1")).At("status", "volumesAttached").Holds(Node.Parse("""[{"name":"kubernetes.io/csi/e2e-fake-csi-driver.example.com^e2e-handle-pv-attach"}]""")), "the node to list it");
        await Server.DeleteAsync($"{pods}/p");
        await GoneAsync(path);
        await Server.DeleteAsync($"{Storage}/csidrivers/e2e-fake-csi-driver.example.com");
    }

    [Fact]
    public async Task A_pod_gets_a_claim_of_devices_made_from_a_template_and_takes_it_along()
    {
        var pods = (await PlaceAsync()).Replace("/persistentvolumeclaims", "/pods", StringComparison.Ordinal);
        var (root, ns) = ("/apis/resource.k8s.io/v1", pods.Split('/')[4]);
        await Server.PostAsync($"{root}/namespaces/{ns}/resourceclaimtemplates", """{"metadata":{"name":"t"},"spec":{"spec":{"devices":{"requests":[{"name":"req-0","exactly":{"deviceClassName":"dra.example.com"}}]}}}}""");
        await Server.PostAsync(pods, """{"metadata":{"name":"p"},"spec":{"nodeSelector":{"nowhere":"x"},"resourceClaims":[{"name":"gpu","resourceClaimTemplateName":"t"}],"containers":[{"name":"c","image":"i","resources":{"claims":[{"name":"gpu"}]}}]}}""");
        await CustomResourceKit.UntilAsync(async () => (await Server.GetAsync($"{pods}/p")).At("status", "resourceClaimStatuses") is ArrayNode { Count: 1 }, "the pod to name its claim");
        var claim = Assert.Single(await Server.ListAsync($"{root}/namespaces/{ns}/resourceclaims"));
        Assert.StartsWith("p-gpu-", claim.TextAt("metadata", "name"), StringComparison.Ordinal);
        await Server.DeleteAsync($"{pods}/p");
        await GoneAsync($"{root}/namespaces/{ns}/resourceclaims/{claim.TextAt("metadata", "name")}");
    }

    private async Task<string> PlaceAsync() => $"/api/v1/namespaces/{await plane.NamespaceAsync()}/persistentvolumeclaims";

    private Task BoundAsync(string claim) => CustomResourceKit.UntilAsync(async () => (await Server.GetAsync(claim)).TextAt("status", "phase") == "Bound", $"{claim} to be bound");

    private Task GoneAsync(string path) => CustomResourceKit.UntilAsync(async () => (await Server.SendAsync("GET", path)).Code == 404, $"{path} to be gone");

    private static string Volume(string name, string label) => $$$"""{"metadata":{"name":"{{{name}}}","labels":{"e2e":"{{{label}}}"}},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"persistentVolumeReclaimPolicy":"Retain","storageClassName":"{{{label}}}","csi":{"driver":"e2e-fake-csi-driver.example.com","volumeHandle":"e2e-handle-{{{name}}}"} } }""";

    private static string Claim(string name, string label) => $$$"""{"metadata":{"name":"{{{name}}}","labels":{"e2e":"{{{label}}}"}},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"{{{label}}}","resources":{"requests":{"storage":"1Gi"} } } }""";
}
