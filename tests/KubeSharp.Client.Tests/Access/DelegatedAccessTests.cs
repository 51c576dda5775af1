using System.Net;
using System.Text;
using KubeSharp.Api.Authentication.V1;
using KubeSharp.Api.Authorization.V1;
using KubeSharp.Client.Access;
using KubeSharp.Client.Rest;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Client.Tests.Access;

public sealed class DelegatedAccessTests
{
    private sealed class Server : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            Asked.Add(request.RequestUri!.AbsolutePath.Split('/')[^1]);
            var (status, kind, version) = Asked[^1] == "tokenreviews" ? ($"\"authenticated\":{(body.Contains("good", StringComparison.Ordinal) ? "true" : "false")},\"user\":{{\"username\":\"prometheus\"}}", "TokenReview", "authentication.k8s.io/v1")
                : ($"\"allowed\":{(body.Contains("/metrics", StringComparison.Ordinal) ? "true" : "false")}", "SubjectAccessReview", "authorization.k8s.io/v1");
            var answer = $"{{\"apiVersion\":\"{version}\",\"kind\":\"{kind}\",\"status\":{{{status}}}}}";
            return new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }
    }

    private static Task<bool> MayAsync(DelegatedAccess access, UserInfo user, string path) =>
        access.MayAsync(user, path, new SubjectAccessReviewSpec { NonResourceAttributes = new NonResourceAttributes { Path = path, Verb = "get" } }, CancellationToken.None);

    [Fact]
    public async Task Who_asks_is_asked_for_and_so_is_what_they_may_and_neither_twice()
    {
        var (server, time) = (new Server(), new FakeTimeProvider());
        using var client = new ApiClient(new RestConfig { Server = new Uri("https://test") }, time, server);
        var access = new DelegatedAccess(client, static (_, _) => Task.FromResult<UserInfo?>(null), time);
        var nobody = new DefaultHttpContext();
        Assert.Null(await access.UserAsync(nobody, CancellationToken.None));
        Assert.Equal(401, nobody.Response.StatusCode);
        var known = new DefaultHttpContext();
        known.Request.Headers.Authorization = "Bearer good";
        var user = await access.UserAsync(known, CancellationToken.None);
        Assert.Equal("prometheus", user!.Username);
        Assert.True(await MayAsync(access, user, "/metrics"));
        Assert.False(await MayAsync(access, user, "/debug"));
        await access.UserAsync(known, CancellationToken.None);
        Assert.True(await MayAsync(access, user, "/metrics"));
        Assert.Equal(["tokenreviews", "subjectaccessreviews", "subjectaccessreviews"], server.Asked);
        time.Advance(TimeSpan.FromSeconds(301));
        Assert.True(await MayAsync(access, user, "/metrics"));
        Assert.Equal(4, server.Asked.Count);
        var wrong = new DefaultHttpContext();
        wrong.Request.Headers.Authorization = "Bearer bad";
        Assert.Null(await access.UserAsync(wrong, CancellationToken.None));
    }

    [Fact]
    public async Task Masters_may_without_being_asked_for()
    {
        var server = new Server();
        using var client = new ApiClient(new RestConfig { Server = new Uri("https://test") }, TimeProvider.System, server);
        var access = new DelegatedAccess(client, static (_, _) => Task.FromResult<UserInfo?>(new UserInfo { Username = "admin", Groups = ["system:masters"] }), TimeProvider.System);
        Assert.True(await MayAsync(access, (await access.UserAsync(new DefaultHttpContext(), CancellationToken.None))!, "/debug"));
        Assert.Empty(server.Asked);
    }
}
