using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Status;
using KubeSharp.Kubelet.Tests.Kit;

namespace KubeSharp.Kubelet.Tests.Images;

/// <summary>An image of a registry that asks for a login, and pods that have one or none.</summary>
public sealed class PodImagesTests : IDisposable, IPodEvents
{
    private const string Image = "registry.example/app:1";
    private readonly string _folder = Directory.CreateTempSubdirectory("images").FullName;
    private readonly TestClock _clock = new();
    private readonly FakeRuntime _runtime;
    private readonly List<string> _said = [];

    public PodImagesTests()
    {
        _runtime = new FakeRuntime(_clock);
        _runtime.Registry.Add(Image);
        _runtime.Logins[Image] = "owner";
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    void IPodEvents.Record(Pod pod, string fieldPath, bool warning, string reason, string message) => _said.Add($"{reason}: {message}");

    private async Task<string> EnsureAsync(string uid, string login, string policy = "IfNotPresent")
    {
        using var images = new PodImages(new NodeAgentOptions { NodeName = "n1", Addresses = ["192.0.2.7"] }, _runtime, this, PullCredentials.OfSecretsOnly, new PullRecords(_folder, ImageVerification.Default, _clock), _clock);
        var secret = new Secret { Metadata = new ObjectMeta { Name = "s", Namespace = "ns", Uid = $"uid-{login}" }, Type = "kubernetes.io/dockerconfigjson", Data = ApiMap.Of((".dockerconfigjson", ApiBytes.FromText($$$$"""{"auths":{"registry.example":{"username":"{{{{login}}}}","password":"p"}}}"""))) };
        var pod = new Pod { Metadata = new ObjectMeta { Name = "p", Namespace = "ns", Uid = uid }, Spec = new PodSpec { ImagePullSecrets = login.Length > 0 ? [new LocalObjectReference { Name = "s" }] : [] } };
        try { return (await images.EnsureAsync(pod, new PodContainer(new Container { Name = "c", Image = Image, ImagePullPolicy = policy }, ContainerRole.Main), PodObjects.Empty with { Secrets = PodObjects.Empty.Secrets.Add("s", secret) }, null, CancellationToken.None)).Id; }
        catch (ImageException e) { return e.Reason; }
    }

    [Fact]
    public async Task What_one_pods_login_brought_another_must_be_able_to_bring()
    {
        Assert.Equal("ErrImagePull", await EnsureAsync("none", ""));
        Assert.Equal(Image, await EnsureAsync("a", "owner"));
        Assert.Equal(2, _runtime.Calls.Count(static c => c.StartsWith("pull", StringComparison.Ordinal)));
        // The same secret again: it is there and his.
        Assert.Equal(Image, await EnsureAsync("b", "owner"));
        Assert.Equal(2, _runtime.Calls.Count(static c => c.StartsWith("pull", StringComparison.Ordinal)));
        Assert.Equal($"Pulled: Container image \"{Image}\" already present on machine and can be accessed by the pod", _said[^1]);
        // None, or another that the registry does not know: he is asked.
        Assert.Equal("ErrImagePull", await EnsureAsync("c", ""));
        Assert.Equal("ErrImagePull", await EnsureAsync("d", "stranger"));
        Assert.Equal("ErrImageNeverPull", await EnsureAsync("e", "", "Never"));
        Assert.Contains($"ErrImageNeverPull: Container image \"{Image}\" is present with pull policy of Never but does not have the proper credentials to access the image", _said);
        Assert.Equal(Image, await EnsureAsync("f", "owner", "Never"));
        // The registry opens up: from the first that brings it without a login it is everybody's.
        _runtime.Logins.Clear();
        Assert.Equal(Image, await EnsureAsync("g", ""));
        Assert.Equal(Image, await EnsureAsync("h", "", "Never"));
    }

    [Fact]
    public async Task What_somebody_else_put_there_is_everybodys()
    {
        _runtime.Images.Add(Image);
        Assert.Equal(Image, await EnsureAsync("a", "", "Never"));
    }
}
