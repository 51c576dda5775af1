using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Api.Certificates.V1Beta1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Certificates;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Status;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Tests.Certificates;

/// <summary>Certificates of pods: asked for, waited for, renewed; with a signer that answers when it is told to.</summary>
public sealed class PodCertificatesTests : IPodCertificateRequests, IPodEvents, IDisposable
{
    private const string At = "MountVolume.SetUp failed for volume \"v\" : ";
    private readonly TestClock _clock = new();
    private readonly PodCertificates _certificates;
    private readonly List<PodCertificateRequest> _requests = [];
    private readonly List<string> _events = [];
    private readonly TaskCompletionSource<string> _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Pod _pod;
    private bool _isAway;

    public PodCertificatesTests()
    {
        _certificates = new PodCertificates(this, this, uid => _woken.TrySetResult(uid), new Random(1), _clock);
        var pod = PodBench.Pod();
        _pod = pod with
        {
            Spec = pod.Spec with
            {
                Volumes = [new Volume { Name = "v", Projected = new ProjectedVolumeSource { Sources = [new VolumeProjection { PodCertificate = new PodCertificateProjection { SignerName = "example.com/s", KeyType = "ECDSAP256", CredentialBundlePath = "bundle.pem", KeyPath = "key.pem", CertificateChainPath = "chain.pem" } }] } }],
            },
        };
    }

    public Task<PodCertificateRequest> CreateAsync(Pod pod, PodCertificateProjection projection, byte[] signingRequest, CancellationToken cancellation)
    {
        if (_isAway) { throw new VolumeException("away"); }
        _requests.Add(new PodCertificateRequest
        {
            Metadata = new ObjectMeta { Name = $"req-{_requests.Count}", Namespace = "ns", CreationTimestamp = _clock.GetUtcNow() },
            Spec = new PodCertificateRequestSpec { SignerName = projection.SignerName, StubPKCS10Request = signingRequest },
        });
        return Task.FromResult(_requests[^1]);
    }

    public Task<PodCertificateRequest?> FindAsync(string ns, string name, CancellationToken cancellation) => Task.FromResult(_requests.FirstOrDefault(r => r.Metadata.Name == name));

    void IPodEvents.Record(Pod pod, string fieldPath, bool warning, string reason, string message) => _events.Add($"{reason}: {message}");

    public void Dispose() => _certificates.Dispose();

    private void Answer(PodCertificateRequestStatus status) => _requests[^1] = _requests[^1] with { Status = status };

    private void Issue(string chain = "what is around\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\nand behind") => Answer(new PodCertificateRequestStatus
    {
        Conditions = [new Condition { Type = "Issued", Status = "True", Reason = "Because" }],
        CertificateChain = chain,
        BeginRefreshAt = _clock.GetUtcNow().AddMinutes(30),
        NotAfter = _clock.GetUtcNow().AddHours(1),
    });

    private Task<VolumeException> RefusedAsync() => Assert.ThrowsAsync<VolumeException>(() => _certificates.GetAsync(_pod, default));

    private async Task<PodCredential> HeldAsync() => (await _certificates.GetAsync(_pod, default))["v/0"];

    [Fact]
    public async Task A_pod_waits_until_its_certificate_is_issued_and_is_woken_then()
    {
        Assert.Equal(At + "credential bundle is not issued yet", (await RefusedAsync()).Message);
        await RefusedAsync();
        var request = Assert.Single(_requests);
        Issue();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("u1", await _woken.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        var held = await HeldAsync();
        Assert.Equal("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", held.Chain);
        using var key = ECDsa.Create();
        key.ImportFromPem(held.Key);
        var asked = CertificateRequest.LoadSigningRequest(request.Spec.StubPKCS10Request.Span, HashAlgorithmName.SHA256, out _);
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), asked.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal([(("example.com/s", "fresh"), 1)], _certificates.Counts());
    }

    [Fact]
    public async Task Files_hold_key_and_chain_together_and_each_for_itself()
    {
        await RefusedAsync();
        Issue();
        var files = VolumeContents.Of(_pod, _pod.Spec.Volumes[0], PodObjects.Empty with { Certificates = await _certificates.GetAsync(_pod, default) }, new NodeFacts { Name = "n1", Addresses = [] }, []);
        string Text(string file) => Encoding.ASCII.GetString(files[file].Content.Span);
        Assert.Equal(["bundle.pem", "chain.pem", "key.pem"], files.Keys);
        Assert.Equal(Text("key.pem") + Text("chain.pem"), Text("bundle.pem"));
        Assert.Contains("-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----", Text("bundle.pem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_renewed_before_it_ends_and_the_old_one_stays_until_then()
    {
        await RefusedAsync();
        Issue();
        var first = await HeldAsync();
        Assert.InRange(_certificates.LookAt("u1")!.Value - _clock.GetUtcNow(), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(35));
        _clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(first, await HeldAsync());
        Assert.Single(_requests);
        _clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(first, await HeldAsync());
        Assert.Equal(2, _requests.Count);
        Issue("-----BEGIN CERTIFICATE-----\nBBBB\n-----END CERTIFICATE-----\n");
        var second = await HeldAsync();
        Assert.NotEqual(first.Key, second.Key);
        Assert.Contains("BBBB", second.Chain, StringComparison.Ordinal);
        Assert.Empty(_events);
    }

    [Fact]
    public async Task A_renewal_that_does_not_come_is_told_of_once_and_then_once_again_when_the_certificate_ends()
    {
        await RefusedAsync();
        Issue();
        await HeldAsync();
        _clock.Advance(TimeSpan.FromMinutes(36));
        await HeldAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        await HeldAsync();
        await HeldAsync();
        Assert.Equal(["CertificateOverdueForRefresh: PodCertificate refresh overdue"], _events);
        Assert.Equal("overdue_for_refresh", Assert.Single(_certificates.Counts()).Key.State);
        Assert.Equal(_clock.GetUtcNow().AddMinutes(14), _certificates.LookAt("u1"));
        _clock.Advance(TimeSpan.FromMinutes(15));
        await HeldAsync();
        await HeldAsync();
        Assert.Equal("CertificateExpired: PodCertificate expired", Assert.Single(_events[1..]));
        Assert.True(_certificates.LookAt("u1") > _clock.GetUtcNow());
    }

    [Theory]
    [InlineData("Denied", "was denied")]
    [InlineData("Failed", "failed")]
    public async Task The_signers_refusal_is_the_last_word_and_an_event(string end, string word)
    {
        await RefusedAsync();
        Answer(new PodCertificateRequestStatus { Conditions = [new Condition { Type = end, Status = "True", Reason = "UnsupportedKeyType", Message = "try RSA" }] });
        var message = $"PodCertificateRequest ns/req-0 {word}, reason=\"UnsupportedKeyType\", message=\"try RSA\"";
        Assert.Equal(At + message, (await RefusedAsync()).Message);
        await RefusedAsync();
        Assert.Equal([$"{end}: {message}"], _events);
        Assert.Single(_requests);
        Assert.Null(_certificates.LookAt("u1"));
    }

    [Fact]
    public async Task A_request_that_somebody_deleted_is_made_anew_after_a_while()
    {
        await RefusedAsync();
        _requests.Clear();
        await RefusedAsync();
        Assert.Empty(_requests);
        _clock.Advance(TimeSpan.FromMinutes(16));
        await RefusedAsync();
        Assert.Single(_requests);
    }

    [Fact]
    public async Task A_server_that_is_away_at_the_renewal_is_asked_again_a_minute_later()
    {
        await RefusedAsync();
        Issue();
        var first = await HeldAsync();
        _clock.Advance(TimeSpan.FromMinutes(36));
        _isAway = true;
        Assert.Equal(first, await HeldAsync());
        Assert.Equal(_clock.GetUtcNow().AddMinutes(1), _certificates.LookAt("u1"));
        _isAway = false;
        Assert.Equal(first, await HeldAsync());
        Assert.Single(_requests);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await HeldAsync();
        Assert.Equal(2, _requests.Count);
    }

    [Fact]
    public async Task With_the_pod_its_key_is_forgotten()
    {
        await RefusedAsync();
        _certificates.Release("u1");
        Assert.Empty(_certificates.Counts());
    }
}
