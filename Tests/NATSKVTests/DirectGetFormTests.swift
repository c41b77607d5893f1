import Testing

@testable import NATSKV

@Suite struct DirectGetFormTests {
    private typealias Step = (DirectGetForm, NATSError.Code, isTriedAgain: Bool, DirectGetForm)

    /// Every state against every event: an answer to each form, and failures of a get in the body.
    @Test func `the form of gets is settled by the first answer and doubted by a refusal`() {
        let failures: [Step] = [
            (.untried, .noResponders, true, .untried), (.untried, .authorization, true, .untried),
            (.untried, .timeout, false, .untried), (.untried, .unavailable, false, .untried),
            (.inBody, .noResponders, false, .inBody), (.inBody, .authorization, true, .untried),
            (.inBody, .timeout, false, .inBody), (.inSubject, .authorization, true, .inSubject),
            (.inSubject, .noResponders, true, .inSubject), (.inSubject, .timeout, false, .inSubject),
        ]
        for (before, code, isTriedAgain, after) in failures {
            var form = before
            #expect(form.failed(with: code) == isTriedAgain, "\(before) \(code)")
            #expect(form == after, "\(before) \(code)")
        }
        for (before, inBody, after) in [
            (DirectGetForm.untried, true, DirectGetForm.inBody), (.untried, false, .inSubject),
            (.inBody, true, .inBody), (.inBody, false, .inBody), (.inSubject, true, .inSubject),
            (.inSubject, false, .inSubject),
        ] {
            var form = before
            form.answered(inBody: inBody)
            #expect(form == after, "\(before) \(inBody)")
        }
    }
}
