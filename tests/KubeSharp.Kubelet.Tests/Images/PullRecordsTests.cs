using KubeSharp.Kubelet.Configuration;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Kubelet.Tests.Images;

public sealed class PullRecordsTests : IDisposable
{
    private const string Image = "registry.example/app:1", Id = "sha256:abc";
    private readonly string _folder = Directory.CreateTempSubdirectory("records").FullName;
    private readonly TestClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PullRecords Records(string policy = "", params string[] allowed) => new(_folder, ImageVerification.Of(policy, [.. allowed]), _clock);

    private static PullCredential Of(string secret, string hash = "h", bool isAccount = false) => new(new RegistryLogin("u", "p", "registry.example", ""), new CredentialOwner(isAccount, $"uid-{secret}", "ns", secret, isAccount ? "" : hash));

    private static Task<bool> MustPull(PullRecords records, params PullCredential[] credentials) => records.MustPullAsync(Image, Id, () => Task.FromResult<IReadOnlyList<PullCredential>>(credentials));

    private static void Bring(PullRecords records, PullCredential? credential)
    {
        records.Begin(Image);
        records.Pulled(Image, Id, credential);
    }

    [Fact]
    public async Task What_was_brought_by_a_secret_is_for_those_who_have_it_or_its_content()
    {
        Assert.False(await MustPull(Records()));
        Bring(Records(), Of("a"));
        // Another life of the agent knows it.
        var records = Records();
        Assert.True(await MustPull(records));
        Assert.True(await MustPull(records, Of("b", "other")));
        Assert.False(await MustPull(records, Of("a")));
        Assert.False(await MustPull(records, Of("b")));
        // By its content it has become known itself, and is so with a new one.
        Assert.False(await MustPull(records, Of("b", "new")));
        Assert.False(await MustPull(records, Of("c", "new")));
        // Of the same login another repository says nothing.
        Assert.True(await records.MustPullAsync("registry.example/other:1", Id, static () => Task.FromResult<IReadOnlyList<PullCredential>>([Of("a")])));
    }

    [Fact]
    public async Task What_was_brought_for_an_account_is_for_that_one_and_what_needed_no_login_for_all()
    {
        var records = Records();
        Bring(records, Of("web", isAccount: true));
        Assert.False(await MustPull(records, Of("web", isAccount: true)));
        Assert.True(await MustPull(records, Of("job", isAccount: true), Of("web")));
        Bring(records, null);
        Assert.False(await MustPull(records));
    }

    [Fact]
    public async Task A_pull_whose_end_was_missed_makes_the_image_nobodys()
    {
        Records().Begin(Image);
        Assert.True(await MustPull(Records(), Of("a")));
        var records = Records();
        records.Begin(Image);
        records.Failed(Image);
        Assert.False(await MustPull(Records()));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, "image_manager", "pulling")));
    }

    [Fact]
    public async Task Policies_say_for_which_images_it_is_asked()
    {
        Assert.True(await MustPull(Records("AlwaysVerify"), Of("a")));
        Assert.True(await MustPull(Records("NeverVerifyAllowlistedImages", "registry.example/other")));
        Assert.False(await MustPull(Records("NeverVerifyAllowlistedImages", "registry.example/app")));
        Assert.False(await MustPull(Records("NeverVerifyAllowlistedImages", "registry.example/*")));
        Bring(Records(), Of("a"));
        Assert.False(await MustPull(Records("NeverVerify")));
        Assert.Contains("none of NeverVerify", Assert.Throws<ConfigurationException>(() => Records("Sometimes")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be set", Assert.Throws<ConfigurationException>(() => Records("AlwaysVerify", "a.example/b")).Message, StringComparison.Ordinal);
        Assert.Contains("only patterns ending", Assert.Throws<ConfigurationException>(() => Records("NeverVerifyAllowlistedImages", "*.example/b")).Message, StringComparison.Ordinal);
        Assert.Contains("no name of an image", Assert.Throws<ConfigurationException>(() => Records("NeverVerifyAllowlistedImages", "a.example/b:1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_have_upstreams_form_and_go_with_their_images()
    {
        var records = Records();
        Bring(records, Of("a"));
        var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder, "image_manager", "pulled")));
        var record = Node.Parse(File.ReadAllBytes(file));
        Assert.Equal(("ImagePulledRecord", "kubelet.config.k8s.io/v1beta1", Id, "uid-a", "h"), (record.TextAt("kind"), record.TextAt("apiVersion"), record.TextAt("imageRef"),
            ((ArrayNode)record.At("credentialMapping", "registry.example/app", "kubernetesSecrets")!)[0].TextAt("uid"), ((ArrayNode)record.At("credentialMapping", "registry.example/app", "kubernetesSecrets")!)[0].TextAt("credentialHash")));
        records.Prune(new HashSet<string> { Id }, _clock.GetUtcNow().AddHours(1));
        records.Prune(new HashSet<string>(), _clock.GetUtcNow());
        Assert.True(await MustPull(records));
        records.Prune(new HashSet<string>(), _clock.GetUtcNow().AddHours(1));
        Assert.False(await MustPull(records));
    }
}
