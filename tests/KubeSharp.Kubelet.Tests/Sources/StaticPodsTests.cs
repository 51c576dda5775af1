using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Kubelet.Tests.Sources;

public sealed class StaticPodsTests
{
    private const string Manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: 'web:1'}]}\n";

    [Fact]
    public void A_manifest_becomes_a_pod_of_this_node()
    {
        var pod = Assert.Single(StaticPods.Parse(Manifest, "/m/web.yaml", "file", "n1"));
        Assert.Equal(("web-n1", "default", "n1"), (pod.Metadata.Name, pod.Metadata.Namespace, pod.Spec.NodeName));
        Assert.True(StaticPods.IsStatic(pod));
        Assert.Equal(pod.Metadata.Uid, StaticPods.MirrorOf(pod, null).Metadata.Annotations[StaticPods.MirrorAnnotation]);
        Assert.Null(StaticPods.MirrorOf(pod, null).Metadata.Uid);
        var owner = Assert.Single(StaticPods.MirrorOf(pod, new Node { Metadata = new ObjectMeta { Name = "n1", Uid = "u-n1" } }).Metadata.OwnerReferences);
        Assert.Equal(("v1", "Node", "n1", "u-n1", true), (owner.ApiVersion, owner.Kind, owner.Name, owner.Uid, owner.Controller));
        Assert.NotEqual(pod.Metadata.Uid, StaticPods.Parse(Manifest + "# changed\n", "/m/web.yaml", "file", "n1")[0].Metadata.Uid);
    }

    [Theory]
    [InlineData("kind: Service\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {}\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: 5}\n")]
    [InlineData(": :\n -")]
    public void What_is_no_pod_is_refused(string text) => Assert.Throws<FormatException>(() => StaticPods.Parse(text, "/m/x.yaml", "file", "n1"));

    [Fact]
    public async Task An_address_has_a_pod_or_several_and_what_it_cannot_say_stays()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        var (answer, code, asked) = (Manifest, 200, "");
        server.Run(context =>
        {
            asked = context.Request.Headers["X-Who"].ToString();
            context.Response.StatusCode = code;
            return context.Response.WriteAsync(answer);
        });
        await server.StartAsync();
        var source = new ManifestAddress(new Uri(server.Urls.Single()), [("X-Who", "node")], TimeSpan.FromSeconds(1), "n1", NullLogger.Instance);
        async Task<string> Pods() => string.Join(' ', (await source.ReadAsync(CancellationToken.None)).Select(static p => $"{p.Metadata.Name}:{p.Metadata.Annotations[StaticPods.SourceAnnotation]}"));
        Assert.Equal(("web-n1:http", "node"), (await Pods(), asked));
        answer = """{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"a"},"spec":{"containers":[]}},{"metadata":{"name":"b"},"spec":{"containers":[]}}]}""";
        Assert.Equal("a-n1:http b-n1:http", await Pods());
        code = 503;
        Assert.Equal("a-n1:http b-n1:http", await Pods());
        (code, answer) = (200, "kind: Service\n");
        Assert.Equal("a-n1:http b-n1:http", await Pods());
        answer = """{"kind":"PodList","apiVersion":"v1","items":[]}""";
        Assert.Equal("", await Pods());
    }
}
