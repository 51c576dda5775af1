using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Images.Providers;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Tests.Images.Providers;

/// <summary>Real programs: shell scripts that note what they are asked.</summary>
public sealed class CredentialProviderTests : IDisposable
{
    private const string Head = "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:\n", Spoken = "credentialprovider.kubelet.k8s.io/v1";
    private readonly string _folder = Directory.CreateTempSubdirectory("providers").FullName;
    private readonly TestClock _clock = new();
    private readonly Accounts _accounts = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Asked(int time) => File.ReadAllLines(Path.Combine(_folder, "asked"))[time];

    private int Runs => File.Exists(Path.Combine(_folder, "asked")) ? File.ReadAllLines(Path.Combine(_folder, "asked")).Length : 0;

    private void Program(string answer, string name = "giver")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n(cat; echo \" $1 $REGION\") >> {_folder}/asked\n{answer}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Answer(string cache, string time = "", string auth = """{"*.registry.example":{"username":"u","password":"p"}}""", string version = Spoken) =>
        $"echo '{{\"kind\":\"CredentialProviderResponse\",\"apiVersion\":\"{version}\",\"cacheKeyType\":\"{cache}\"{(time.Length > 0 ? $",\"cacheDuration\":\"{time}\"" : "")},\"auth\":{auth}}}'";

    private CredentialProvider Provider(string more = "", string provider = "")
    {
        var file = Path.Combine(_folder, "config.yaml");
        File.WriteAllText(file, Head + (provider.Length > 0 ? provider : $"- {{name: giver, matchImages: ['*.registry.example'], defaultCacheDuration: 10m, apiVersion: {Spoken}, args: [get], env: [{{name: REGION, value: eu}}]{more}}}\n"));
        return new CredentialProvider(Assert.Single(ProviderConfiguration.Load(file, _folder)), _accounts, _clock, NullLogger.Instance);
    }

    private static Pod Pod(string account = "") => new() { Metadata = new ObjectMeta { Name = "p", Namespace = "ns", Uid = "pu" }, Spec = new PodSpec { ServiceAccountName = account } };

    private static async Task<string> Given(CredentialProvider provider, string image = "eu.registry.example/app", Pod? pod = null) =>
        string.Join(' ', (await provider.GiveAsync(pod ?? Pod(), image, CancellationToken.None)).Select(static c => $"{c.Login.Username}:{c.Login.Password}{(c.Owner is { } o ? $"@{o.Name}" : "")}"));

    [Fact]
    public async Task It_is_asked_for_the_images_that_are_its_own_by_upstreams_question()
    {
        Program(Answer("Image"));
        var provider = Provider();
        Assert.Equal("", await Given(provider, "other.example/app"));
        Assert.Equal(0, Runs);
        Assert.Equal("u:p", await Given(provider));
        Assert.EndsWith(" get eu", Asked(0), StringComparison.Ordinal);
        var question = Node.Parse(Encoding.UTF8.GetBytes(Asked(0)[..Asked(0).LastIndexOf('}')] + "}"));
        Assert.Equal(("CredentialProviderRequest", Spoken, "eu.registry.example/app", null), (question.TextAt("kind"), question.TextAt("apiVersion"), question.TextAt("image"), question.TextAt("serviceAccountToken")));
    }

    [Theory]
    [InlineData("Image", "", 600, 2)]
    [InlineData("Registry", "", 600, 1)]
    [InlineData("Global", "5s", 5, 1)]
    [InlineData("Registry", "0s", 0, 2)]
    public async Task What_it_gives_is_kept_for_what_and_as_long_as_it_says(string cache, string time, int seconds, int runsForTwo)
    {
        Program(Answer(cache, time));
        var provider = Provider();
        Assert.Equal("u:p", await Given(provider));
        Assert.Equal("u:p", await Given(provider, "eu.registry.example/other"));
        Assert.Equal(runsForTwo, Runs);
        _clock.Advance(TimeSpan.FromSeconds(seconds + 1));
        await Given(provider);
        Assert.Equal(runsForTwo + 1, Runs);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("echo nothing")]
    [InlineData("echo '{}'")]
    public async Task One_that_fails_gives_nothing_and_is_asked_again(string answer)
    {
        Program(answer);
        var provider = Provider();
        Assert.Equal("", await Given(provider));
        Program(Answer("Image"));
        Assert.Equal("u:p", await Given(provider));
        var counted = new StringBuilder();
        provider.Counts.Write(counted);
        Assert.Contains("kubelet_credential_provider_plugin_errors{plugin_name=\"giver\"} 1", counted.ToString(), StringComparison.Ordinal);
        Assert.Contains("kubelet_credential_provider_plugin_duration_count{plugin_name=\"giver\"} 2", counted.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_in_another_version_or_for_other_images_do_not_count()
    {
        Program(Answer("Image", version: Spoken + "beta1"));
        Assert.Equal("", await Given(Provider()));
        Program(Answer("Image", auth: """{"us.registry.example":{"username":"no","password":"p"}}"""));
        Assert.Equal("", await Given(Provider()));
        Program(Answer("Never"));
        Assert.Equal("", await Given(Provider()));
    }

    [Fact]
    public async Task It_gets_a_token_of_the_pods_account_and_what_it_gives_is_that_accounts()
    {
        const string tokens = ", tokenAttributes: {serviceAccountTokenAudience: vault, cacheType: ServiceAccount, requireServiceAccount: true, requiredServiceAccountAnnotationKeys: [role], optionalServiceAccountAnnotationKeys: [team]}";
        Program(Answer("Registry"));
        var provider = Provider(tokens);
        Assert.Equal(("", "", 0), (await Given(provider), await Given(provider, pod: Pod("without-role")), Runs));
        Assert.Equal("u:p@web", await Given(provider, pod: Pod("web")));
        Assert.Contains("\"serviceAccountToken\":\"web-for-vault-1\"", Asked(0), StringComparison.Ordinal);
        Assert.Contains("\"serviceAccountAnnotations\":{\"role\":\"r\"}", Asked(0), StringComparison.Ordinal);
        Assert.Equal(("u:p@web", 1), (await Given(provider, pod: Pod("web")), Runs));
        Assert.Equal(("u:p@job", 2), (await Given(provider, pod: Pod("job")), Runs));
        // Kept for the token only, another token is another question.
        var byToken = Provider(tokens.Replace("cacheType: ServiceAccount", "cacheType: Token", StringComparison.Ordinal));
        await Given(byToken, pod: Pod("web"));
        await Given(byToken, pod: Pod("web"));
        Assert.Equal(4, Runs);
    }

    [Fact]
    public async Task Secrets_come_first_and_programs_last()
    {
        Program(Answer("Image"));
        File.WriteAllText(Path.Combine(_folder, "config.json"), """{"auths":{"eu.registry.example":{"username":"node","password":"p"}}}""");
        var secret = new Secret { Metadata = new ObjectMeta { Name = "s" }, Type = "kubernetes.io/dockerconfigjson", Data = ApiMap.Of((".dockerconfigjson", ApiBytes.FromText("""{"auths":{"eu.registry.example":{"username":"secret","password":"p"}}}"""))) };
        var pod = Pod() with { Spec = new PodSpec { ImagePullSecrets = [new LocalObjectReference { Name = "s" }] } };
        var found = await new PullCredentials([_folder], [Provider()]).OfAsync(pod, "eu.registry.example/app:1", PodObjects.Empty with { Secrets = PodObjects.Empty.Secrets.Add("s", secret) }, CancellationToken.None);
        Assert.Equal(["secret", "node", "u"], found.Select(static c => c.Login.Username));
    }

    [Theory]
    [InlineData("- {name: giver, matchImages: [a], defaultCacheDuration: 1m, apiVersion: credentialprovider.kubelet.k8s.io/v2}\n", "providers.apiVersion: Unsupported value: \"credentialprovider.kubelet.k8s.io/v2\"")]
    [InlineData("- {name: giver, apiVersion: credentialprovider.kubelet.k8s.io/v1, defaultCacheDuration: 1m}\n", "providers.matchImages: Required value: at least 1 item in matchImages is required")]
    [InlineData("- {name: giver, matchImages: [a], apiVersion: credentialprovider.kubelet.k8s.io/v1}\n", "providers.defaultCacheDuration: Required value")]
    [InlineData("- {name: a/b, matchImages: [a], defaultCacheDuration: 1m, apiVersion: credentialprovider.kubelet.k8s.io/v1}\n", "provider name cannot contain '/'")]
    [InlineData("- {name: missing, matchImages: [a], defaultCacheDuration: 1m, apiVersion: credentialprovider.kubelet.k8s.io/v1}\n", "missing did not exist")]
    [InlineData("- {name: giver, images: [a]}\n", "unknown field \"providers[0].images\"")]
    [InlineData("- {name: giver}\n- {name: giver}\n", "duplicate provider name \"giver\"")]
    [InlineData(" []\n", "providers: Required value: at least 1 item in plugins is required")]
    [InlineData("- {name: giver, matchImages: [a], defaultCacheDuration: 1m, apiVersion: credentialprovider.kubelet.k8s.io/v1beta1, tokenAttributes: {serviceAccountTokenAudience: v, requireServiceAccount: true, cacheType: Token}}\n", "providers.tokenAttributes: Forbidden: tokenAttributes is only supported")]
    [InlineData("- {name: giver, matchImages: [a], defaultCacheDuration: 1m, apiVersion: credentialprovider.kubelet.k8s.io/v1, tokenAttributes: {serviceAccountTokenAudience: v, requireServiceAccount: true}}\n", "providers.tokenAttributes.cacheType: Required value")]
    public void A_wrong_configuration_is_refused_by_its_field(string providers, string message)
    {
        Program("");
        Assert.Contains(message, Assert.Throws<ConfigurationException>(() => Provider(provider: providers)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_a_folder_are_one_configuration()
    {
        Program("", "one");
        Program("", "two");
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "conf")).FullName;
        Assert.Contains("no configuration files found", Assert.Throws<ConfigurationException>(() => ProviderConfiguration.Load(folder, _folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "2.yaml"), Head + $"- {{name: two, matchImages: [a], defaultCacheDuration: 1m, apiVersion: {Spoken}}}\n");
        File.WriteAllText(Path.Combine(folder, "1.json"), $$"""{"apiVersion":"kubelet.config.k8s.io/v1","kind":"CredentialProviderConfig","providers":[{"name":"one","matchImages":["a"],"defaultCacheDuration":"1m","apiVersion":"{{Spoken}}"}]}""");
        Assert.Equal(["one", "two"], ProviderConfiguration.Load(folder, _folder).Select(static p => Path.GetFileName(p.Program)));
        Assert.Empty(ProviderConfiguration.Load("", ""));
        Assert.Throws<ConfigurationException>(() => ProviderConfiguration.Load(folder, ""));
    }

    private sealed class Accounts : IPodAccounts
    {
        private int _tokens;

        public Task<ServiceAccount?> FindAsync(Pod pod, CancellationToken cancellation) => Task.FromResult<ServiceAccount?>(new ServiceAccount
        {
            Metadata = new ObjectMeta { Name = pod.Spec.ServiceAccountName!, Namespace = "ns", Uid = "u-" + pod.Spec.ServiceAccountName, Annotations = pod.Spec.ServiceAccountName == "without-role" ? ApiMap<string>.Empty : ApiMap.Of(("role", "r")) },
        });

        public Task<string?> TokenAsync(Pod pod, string audience, CancellationToken cancellation) => Task.FromResult<string?>($"{pod.Spec.ServiceAccountName}-for-{audience}-{++_tokens}");
    }
}
