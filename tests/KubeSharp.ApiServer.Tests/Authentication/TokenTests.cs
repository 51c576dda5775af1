using System.Net.Http.Headers;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Tests.Authentication;

public sealed class TokenTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private async Task<(string Namespace, string Token)> BoundTokenAsync()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods");
        var (code, made) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/serviceaccounts/default/token", """{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"},"expirationSeconds":900}}""");
        Assert.Equal(201, code);
        return (ns, made.TextAt("status", "token")!);
    }

    private async Task<ObjectNode> ReviewAsync(string token, string more = "") =>
        (await cluster.Server.SendAsync("POST", "/apis/authentication.k8s.io/v1/tokenreviews", $"{{\"spec\":{{\"token\":\"{token}\"{more}}}}}")).Body;

    [Fact]
    public async Task A_token_names_its_account_and_its_pod()
    {
        var (ns, token) = await BoundTokenAsync();
        var review = await ReviewAsync(token);
        Assert.Equal(BooleanNode.True, review.At("status", "authenticated"));
        Assert.Equal($"system:serviceaccount:{ns}:default", review.TextAt("status", "user", "username"));
        Assert.Contains("\"authentication.kubernetes.io/pod-name\":[\"p\"]", review.At("status", "user", "extra")!.ToString());
    }

    [Fact]
    public async Task A_token_ends_with_its_pod()
    {
        var (ns, token) = await BoundTokenAsync();
        await cluster.Server.SendAsync("DELETE", $"/api/v1/namespaces/{ns}/pods/p");
        await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods");
        Assert.Null((await ReviewAsync(token)).At("status", "authenticated"));
    }

    [Fact]
    public async Task A_token_ends_with_its_account_even_if_one_of_the_same_name_comes()
    {
        var (ns, token) = await BoundTokenAsync();
        await cluster.Server.SendAsync("DELETE", $"/api/v1/namespaces/{ns}/serviceaccounts/default");
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"default"}}""");
        await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/serviceaccounts");
        Assert.Null((await ReviewAsync(token)).At("status", "authenticated"));
    }

    [Fact]
    public async Task A_token_for_others_is_none_here()
    {
        var ns = await cluster.NamespaceAsync();
        var (_, made) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/serviceaccounts/default/token", """{"spec":{"audiences":["vault"]}}""");
        var token = made.TextAt("status", "token")!;
        Assert.Null((await ReviewAsync(token)).At("status", "authenticated"));
        Assert.Equal(BooleanNode.True, (await ReviewAsync(token, ",\"audiences\":[\"vault\"]")).At("status", "authenticated"));
    }

    [Fact]
    public async Task A_forged_token_is_refused()
    {
        var (_, token) = await BoundTokenAsync();
        var parts = token.Split('.');
        Assert.Null((await ReviewAsync($"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}")).At("status", "authenticated"));
    }

    [Theory]
    [InlineData("""{"spec":{"expirationSeconds":10}}""", 422)]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Pod","name":"missing"}}}""", 404)]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"ConfigMap","name":"x"}}}""", 400)]
    public async Task A_wrong_request_gets_no_token(string body, int expected) =>
        Assert.Equal(expected, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/serviceaccounts/default/token", body)).Code);

    [Fact]
    public async Task A_token_for_an_account_that_is_not_there_is_not_found() =>
        Assert.Equal(404, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/serviceaccounts/nobody/token", "{}")).Code);

    [Fact]
    public async Task One_learns_who_one_is()
    {
        var (code, review) = await cluster.AsAsync("ann", ["people"], "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        Assert.Equal((201, "ann"), (code, review.TextAt("status", "userInfo", "username")));
    }

    [Fact]
    public async Task A_file_of_tokens_names_users_and_groups()
    {
        var authenticator = new TokenFileAuthenticator("# comment\nsecret,ann,42,\"people,admins\"\nother,bob,43\n");
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "secret").ToString();
        var user = await authenticator.AuthenticateAsync(context, default);
        Assert.Equal(("ann", "42", "people,admins,system:authenticated"), (user!.Name, user.Uid, string.Join(',', user.Groups)));
        context.Request.Headers.Authorization = "Bearer wrong";
        Assert.Null(await authenticator.AuthenticateAsync(context, default));
        Assert.Throws<FormatException>(static () => new TokenFileAuthenticator("only,two"));
    }
}
