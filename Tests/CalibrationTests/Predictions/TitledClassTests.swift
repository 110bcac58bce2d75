import Testing

@testable import Calibration

/// Which of two classes a label column's name means, and which of two names is the no of a question.
struct TitledClassTests {
  @Test(arguments: [
    ("isFraud", "fraud,legit"), ("IsFraud", "fraud,legit"), ("IS_FRAUD", "fraud,legit"),
    ("target_fraud", "fraud,legit"), ("fraudulent", "fraud,legit"),
    ("is_fraudulent", "fraud,legit"), ("fraud_reported", "fraud,legit"),
    ("FraudFound", "fraud,legit"), ("fraud_yn", "fraud,legit"), ("fraud", "fraudulent,legit"),
    ("isFraud", "prob_fraud,prob_legit"), ("churned", "churn,stay"), ("churn", "churned,retained"),
    ("is_cat", "cats,dogs"), ("isAnomalous", "p_anomaly,p_regular"), ("is_ddos", "DDoS,Normal"),
    ("is_golden", "golden_retriever,labrador_retriever"), ("not_fraud", "legit,fraud"),
    ("defective", "defect,defect_free"), ("defective", "bad,good"), ("cancer", "malignant,benign"),
    ("is_ok", "intact,broken"), ("no_fire_seen", "no_fire,fire"), ("is_not_fire", "no_fire,fire"),
    ("fire_seen", "fire,no_fire"),
  ])
  func `a title means the first class by its words`(title: String, names: String) {
    let names = names.split(separator: ",").map(String.init)
    #expect(TitledClass.place(title, names) == 0)
    #expect(TitledClass.place(title, names.reversed()) == 1)
  }

  @Test(arguments: [
    ("label", "cat,dog"), ("category", "cat,dog"), ("y", "yes,no"), ("class", "classical,jazz"),
    ("target", "malignant,benign"), ("cat_vs_dog", "cat,dog"), ("flag", "fraud,legit"),
    ("positive", "fraud,legit"), ("outcome", "out,in"), ("over_50", "overweight,normal"),
    ("diagnosis", "benign,malignant"), ("truth", "real,fake"), ("species", "cat,dog"),
    ("fire_no_fire", "fire,no_fire"),
  ])
  func `a title that says neither class, or both, means none`(title: String, names: String) {
    let names = names.split(separator: ",").map(String.init)
    #expect(TitledClass.place(title, names) == nil)
    #expect(TitledClass.place(title, names.reversed()) == nil)
  }

  @Test(arguments: [
    "prob_disease,prob_healthy", "p_anomaly,p_normal", "score_abnormal,score_normal",
    "disease_prob,healthy_prob", "logit_mask,logit_no_mask", "P(fraud),P(no_fraud)",
    "probPositive,probNegative", "fire,nofire", "Fire,NoFire", "fire,nonfire", "fire,no_fire",
    "hotdog,nothotdog", "with_mask,without_mask", "mask,without_mask",
    "with_mask_prob,without_mask_prob",
    "paid,unpaid", "class_known,class_unknown", "valid,invalid", "isFraud,notFraud",
    "light_on,light_off",
  ])
  func `two names are yes and no without what both begin or end with`(names: String) {
    let names = names.split(separator: ",").map(String.init)
    #expect(TruthWords.numbers(of: names) == [1, 0])
    #expect(TruthWords.numbers(of: names.reversed()) == [0, 1])
  }

  @Test(arguments: [
    "cat,dog", "prob_cat,prob_dog", "fraud,legit", "side,inside", "indoor,outdoor", "x,y",
    "left_y,right_y", "pos_x,pos_y", "on_road,off_road", "union,ion", "class_1,class_0",
    "p_yes,p_maybe", "rh+,rh-", "a,a.", "cat,dog,no_cat",
  ])
  func `other names are no answers`(names: String) {
    #expect(TruthWords.numbers(of: names.split(separator: ",").map(String.init)) == nil)
  }

  @Test func `names are parted at signs and capitals`() {
    #expect(NameWords.split("is_fraud-Found 2") == ["is", "fraud", "found", "2"])
    #expect(NameWords.split("isHTMLPage") == ["is", "html", "page"])
    #expect(NameWords.split("P(noFire)") == ["p", "no", "fire"])
    #expect(NameWords.split("+").isEmpty)
  }
}
